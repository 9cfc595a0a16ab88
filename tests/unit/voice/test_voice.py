"""The voice: learned, corrected in plain words, measured, enforced."""

from __future__ import annotations

import pytest

from peruopt.ports import Brief
from peruopt.restaurant import Network
from peruopt.voice.card import Form, VoiceCard
from peruopt.voice.correcting import correct
from peruopt.voice.form import form_of
from peruopt.voice.learning import learn
from peruopt.voice.marks import opened
from peruopt.voice.measuring import calm, measure
from peruopt.writers.template import TemplateWriter

POSTS = [
    "Hoy sale arroz con mariscos, caserito! Ven con hambre 🦐 Buen provecho, vecino! #LaSirena",
    "Ceviche y conversa larga, caserito. Trae a los tuyos 🐟 Buen provecho, vecino! #LaSirena",
    "Parihuela para el frío! Te esperamos, caserito 🦐 Buen provecho, vecino! #LaSirena",
    "Jalea para dos o para uno con hambre 🐟 Buen provecho, vecino! #LaSirena",
]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Ven!", "¡Ven!"),
        (
            "Hoy ceviche. Ven con hambre! Trae a todos",
            "Hoy ceviche. ¡Ven con hambre! Trae a todos",
        ),
        ("🔥 Ya salió! ¿Vienes?", "🔥 ¡Ya salió! ¿Vienes?"),
        ("Con quién vienes?", "¿Con quién vienes?"),
        ("¡Listo!\nQué rico!!", "¡Listo!\n¡Qué rico!!"),
        ("¿¡Cómo!?", "¿¡Cómo!?"),
        ("S/ 38.50 y ya!", "¡S/ 38.50 y ya!"),
        ("Nada que cambiar.", "Nada que cambiar."),
        ("!!!", "!!!"),
    ],
)
def test_spanish_opens_what_it_closes(said: str, meant: str) -> None:
    assert opened(said) == meant
    assert opened(meant) == meant


def test_the_card_is_learned_from_posts() -> None:
    card = learn(POSTS)
    assert (card.emoji, card.hashtags, card.exclaims, card.posts) == (1, 1, True, 4)
    assert card.form is Form.TU
    assert card.sign_offs == ("¡Buen provecho, vecino!",)
    assert "caserito" in card.words
    assert set(card.signs) == {"🦐", "🐟"}
    assert learn([]) == VoiceCard()


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Ven y prueba", Form.TU),
        ("Venga y pruebe, lo esperamos", Form.USTED),
        ("Vengan, los esperamos", Form.USTEDES),
        ("Ceviche del día", None),
    ],
)
def test_the_form_of_address_is_heard(text: str, form: Form | None) -> None:
    assert form_of(text) is form


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ("más corto, sin signos de exclamación, de tú",
         {"length": 102, "exclaims": False, "form": Form.TU}),
        ("nunca digas delicia", {"banned": ("delicia",)}),
        ("nunca digas delicia, manjar ni ya", {"banned": ("delicia", "manjar", "ya")}),
        ("máximo dos emojis", {"emoji": 2}),
        ("sin emojis y de usted", {"emoji": 0, "form": Form.USTED}),
        ("sin hashtags", {"hashtags": 0}),
        ("sin signos de apertura", {"opening_marks": False}),
        ("despídete con: Buen provecho, vecino", {"sign_offs": ("Buen provecho, vecino",)}),
        ("unos 120 caracteres", {"length": 120}),
        ("shorter, no emoji, without exclamation marks",
         {"length": 102, "emoji": 0, "exclaims": False}),
        ("never say delight", {"banned": ("delight",)}),
        ("con un poco de humor norteño", {"notes": ("con un poco de humor norteño",)}),
    ],
)  # fmt: skip
def test_corrections_are_understood(said: str, changes: dict[str, object]) -> None:
    card = correct(VoiceCard(), said).card
    told = {name: getattr(card, name) for name in changes}
    assert told == changes
    assert VoiceCard.unpacked(card.packed()) == card


def test_what_was_said_can_be_taken_back() -> None:
    card = correct(VoiceCard(), "nunca digas delicia, sin emojis").card
    assert correct(card, "ya puedes decir delicia").card.banned == ()
    assert correct(card, "olvida todo").card == VoiceCard()


def test_a_draft_is_measured_with_reasons() -> None:
    card = VoiceCard(length=60, emoji=1, exclaims=False, form=Form.TU, banned=("delicia",))
    assert measure("Ven por tu ceviche. 🐟", card).distance == 0
    far = measure("¡Venga por estas delicias! 🐟🐟🐟 " + "Muy rico. " * 20, card)
    rules = [reason.rule for reason in far.reasons]
    assert rules == ["voice.banned", "voice.long", "voice.emoji", "voice.exclaims", "voice.form"]
    assert far.distance > 5
    assert measure("Delicioso", card).reasons == (), "another word"
    assert calm("¡Ven ya! ¿Vienes?") == "Ven ya. ¿Vienes?"


async def test_the_offline_writer_obeys_the_card() -> None:
    async def texts(card: VoiceCard, **rest: object) -> list[str]:
        brief = Brief("ceviche", "La Sirena", Network.INSTAGRAM, card=card, **rest)
        return [c.full for c in (await TemplateWriter().write(brief, 9)).candidates]

    quiet = VoiceCard(emoji=0, hashtags=0, exclaims=False, banned=("limón",), length=80)
    for text in await texts(quiet, best=POSTS):
        assert not any(sign in text for sign in "🐟🦐#!¡")
        assert "limón" not in text.lower()
    loud = await texts(learn(POSTS), best=POSTS)
    assert any("¡" in text for text in loud)
    assert all(text.count("!") == text.count("¡") for text in loud)
    bare = await texts(VoiceCard(opening_marks=False))
    assert not any(mark in text for text in bare for mark in "¡¿")
    formal = (await texts(VoiceCard(form=Form.USTED)))[:3]
    assert all(form_of(text) in (None, Form.USTED) for text in formal)
