"""What each network accepts."""

from __future__ import annotations

import pytest

from peruopt.restaurant import Network
from peruopt.results import Media
from peruopt.rules.finding import Finding, Severity
from peruopt.rules.networks import LIMITS, check
from peruopt.rules.weighing import length, weighted

TAGS = tuple(f"#Plato{n}x" for n in range(8))


def on(
    network: Network, text: str, *tags: str, picture: bool = True, **rest: object
) -> list[Finding]:
    media = Media.PHOTO if picture else Media.TEXT
    return check(text, tags, network, media, picture, **rest)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("ceviche", 7),
        ("ají de gallina", 14),
        ("ceviche 🐟", 10),
        ("👨‍👩‍👧‍👦", 2),
        ("👍🏽", 2),
        ("🇵🇪", 2),
        ("❤️", 2),
        ("1️⃣", 2),
        ("https://www.restaurante.pe/carta/almuerzo?x=1", 23),
        ("Mira https://a.pe.", 29),
        ("restaurante.pe", 23),
        ("寿司", 4),
        ("“causa”", 7),
        ("…", 2),
        ("aji\u0301", 3),
    ],
)
def test_x_weighs_as_twitter_text_does(text: str, expected: int) -> None:
    assert weighted(text) == expected


def test_telegram_counts_utf16_units() -> None:
    assert length("🐟a", Network.TELEGRAM) == 3


@pytest.mark.parametrize("network", list(Network))
def test_a_plain_post_passes_everywhere(network: Network) -> None:
    assert on(network, "Hoy hay ceviche.", "#Ceviche") == []


@pytest.mark.parametrize("network", list(Network))
def test_too_long_is_blocked_and_the_mended_text_passes(network: Network) -> None:
    text = "El ceviche sale al momento. " * (LIMITS[network].length // 20)
    (finding,) = [f for f in on(network, text, "#Ceviche") if f.rule == f"{network}.length"]
    assert finding.severity is Severity.BLOCK
    assert finding.mended is not None
    assert finding.mended.endswith("momento.")
    assert on(network, finding.mended, "#Ceviche") == []


def test_one_endless_sentence_is_cut_at_a_word() -> None:
    (finding,) = on(Network.X, "ceviche " * 60)
    assert finding.mended is not None
    assert finding.mended.endswith("ceviche…")
    assert weighted(finding.mended) <= 280


def test_the_limit_itself_is_allowed() -> None:
    assert on(Network.X, "a" * 280) == []
    assert on(Network.X, "a" * 281) != []
    assert on(Network.X, "a" * 275, "#abc") != []


def test_a_caption_is_shorter_than_a_message_on_telegram() -> None:
    text = "a" * 1025
    assert on(Network.TELEGRAM, text, picture=False) == []
    assert [f.key for f in on(Network.TELEGRAM, text)] == ["rules.length"]


def test_instagram_takes_five_hashtags_wherever_they_are() -> None:
    assert on(Network.INSTAGRAM, "Ceviche", *TAGS[:5]) == []
    (separate,) = on(Network.INSTAGRAM, "Ceviche", *TAGS)
    assert separate.severity is Severity.BLOCK
    assert separate.mended_hashtags == TAGS[:5]
    (inside,) = on(Network.INSTAGRAM, "Ceviche " + " ".join(TAGS))
    assert inside.mended == "Ceviche " + " ".join(TAGS[:5])


def test_many_hashtags_elsewhere_are_only_remarked() -> None:
    (finding,) = on(Network.FACEBOOK, "Ceviche", *TAGS)
    assert (finding.severity, finding.mended_hashtags) == (Severity.INFO, TAGS[:2])


def test_a_number_after_a_hash_is_no_hashtag() -> None:
    assert on(Network.X, "Somos el #1 y el #2 del barrio, mesa #3") == []


def test_instagram_needs_a_picture() -> None:
    assert [f.key for f in on(Network.INSTAGRAM, "Ceviche", picture=False)] == ["rules.picture"]
    assert check("Ceviche", (), Network.INSTAGRAM, Media.REEL, has_picture=False) == []


@pytest.mark.parametrize(
    ("size", "key"),
    [
        ((1080, 1080), None),
        ((1080, 1350), None),
        ((1080, 566), None),
        ((1080, 1420), "rules.tall_trimmed"),
        ((1080, 1920), "rules.tall_framed"),
        ((2200, 1080), "rules.wide_trimmed"),
        ((2400, 1080), "rules.wide_framed"),
        ((800, 800), "rules.soft"),
        ((300, 300), "rules.narrow"),
    ],
)
def test_a_picture_fits_instagram(size: tuple[int, int], key: str | None) -> None:
    found = on(Network.INSTAGRAM, "Ceviche", size=size)
    assert [f.key for f in found] == ([key] if key else [])
    assert not [f for f in found if f.severity is Severity.BLOCK], "it is mended on its way"


def test_nothing_to_say_is_blocked() -> None:
    assert [f.key for f in on(Network.X, "  \n")] == ["rules.empty"]
