"""/modelo: the card in words and as a page, whatever the card holds."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from peruopt.modelread import RIVALS, families, family
from peruopt.ports import Stage
from peruopt.recommending import EACH, Trained
from storage.database import Database
from tests.dialogue.numbers_house import NOW, House, Lessons, history, typed

CARD: dict[str, object] = {
    "window": ["2024-01-03", "2026-11-21"],
    "rows": 702,
    "accounts": {"facebook:El Muelle": 402, "instagram:<b>muelle": 300},
    "learns": True,
    "verdict": "won",
    "metrics": {
        "model": {
            "r2": {"value": 0.181, "low": 0.12, "high": 0.23},
            "spearman_within": 0.4,
            "mae": 0.5,
        },
        **{
            name: {"r2": {"value": -0.1 - i, "low": None, "high": None}}
            for i, name in enumerate(RIVALS)
        },
    },
    "calibration": {"nominal": 0.9, "actual": 0.893},
    "features": [
        {"name": "is_reel", "derivation": "the post's media type is reel", "importance": 0.06},
        {"name": "hour_lift", "derivation": "mean <i>result</i>", "importance": 0.03},
        {"name": "usual", "derivation": "median", "importance": 0.01},
        {"name": "lag_1", "derivation": "lag", "importance": -0.5},
    ],
    "preprocessing": {"rows_in": 710, "duplicates_dropped": 8, "rows_out": 702, "new_step": 3},
}


@pytest.fixture
def house(sqlite: Database) -> House:
    return House(sqlite)


def taught(house: House, *, serves: bool = True, **changed: object) -> House:
    with house.work as w:
        w.models.add(Trained(b"weights", CARD | changed, serves), house.now)
    return house


async def test_before_any_training_it_is_kind(house: House) -> None:
    assert "/importar" in (await house.says("/modelo")).text
    house.takes(*history(12))
    assert "Tengo 12 publicaciones tuyas" in (await house.says("/modelo")).text
    house.trainer = Lessons(Stage.RUNNING)
    assert "Justo ahora" in (await house.says("/modelo")).text


async def test_the_card_in_plain_words(house: House) -> None:
    reply = await taught(house).says("/modelo")
    text = reply.text
    assert "702 publicaciones, del 3 ene 2024 al 21 nov 2026" in text
    assert "Facebook · El Muelle (402)" in text
    assert "✅ Está en servicio" in text
    assert "el formato (foto, reel, video…): 60 %" in text
    assert "• Mi modelo: +18.1 % (entre +12.0 % y +23.0 %)" in text
    assert "• Bosque aleatorio: −410.0 %" in text
    assert text.index("Decir siempre lo usual") < text.index("Bosque aleatorio")
    assert "89 de cada 100" in text
    assert "no ve la foto" in text
    assert typed(reply) == ["/horas", "/aciertos", "/publicadas", "/entrenar"]


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("lost_to_usual", "peor que decir siempre"),
        ("lost_to_previous", "el modelo anterior pronosticó mejor"),
        ("something new", "ficha completa"),
    ],
)
async def test_a_model_that_does_not_serve_says_why(house: House, verdict: str, said: str) -> None:
    text = (await taught(house, serves=False, verdict=verdict).says("/modelo")).text
    assert said in text
    assert "ningún modelo en servicio" in text


async def test_a_later_loser_leaves_the_former_in_service(house: House) -> None:
    taught(house)
    house.now = NOW.replace(day=25)
    text = (await taught(house, serves=False, verdict="lost_to_previous").says("/modelo")).text
    assert "Sigue sirviendo el del lun 23 nov" in text


@pytest.mark.parametrize("missing", sorted(CARD))
async def test_a_card_without_a_part_says_the_rest(house: House, missing: str) -> None:
    reply = await taught(house, **{missing: None}).says("/modelo")
    assert "Lo que no sabe" in reply.text
    assert reply.files[0].content


@pytest.mark.parametrize("odd", [[], "x", 7, {"model": 3}, [1, 2, 3], float("inf")])
async def test_a_foreign_card_breaks_nothing(house: House, odd: object) -> None:
    keys = ("window", "accounts", "metrics", "calibration", "features", "preprocessing")
    reply = await taught(house, **dict.fromkeys(keys, odd)).says("/modelo")
    assert reply.files[0].content


class Outline(HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.sources: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.sources += [value or "" for name, value in attrs if name in ("src", "href")]


async def test_the_page_needs_nothing_and_escapes_everything(house: House) -> None:
    (file,) = (await taught(house).says("/modelo")).files
    assert file.name == "ficha-del-modelo.html"
    page = file.content.decode()
    outline = Outline(page)
    assert {"b", "i", "script", "img", "link"}.isdisjoint(outline.tags)
    assert outline.sources == []
    assert "&lt;b&gt;muelle" in page
    assert "mean &lt;i&gt;result" in page
    assert "new step" in page


async def test_english_says_the_same(sqlite: Database) -> None:
    reply = await taught(House(sqlite, locale="en")).says("/model")
    assert "I learned from 702 posts, from Jan 3, 2024 to Nov 21, 2026" in reply.text


def test_every_feature_of_the_learning_has_a_kind() -> None:
    from peruopt.learn.spec import SPEC

    kinds = {name: family(name) for name in SPEC}
    assert set(kinds.values()) == {"media", "time", "words", "text", "recent"}
    expected = {
        "post_hour": "time",
        "posts_per_day": "recent",
        "words_lift": "words",
        "words": "text",
    }
    assert expected.items() <= kinds.items()
    assert families([{"name": "usual", "importance": None}]) == {}


DRAWN: dict[str, object] = {
    "duel": {"against": "2026-11-20T09:00:00+00:00", "posts": 105, "new": 0.121, "old": 0.134},
    "calibration": {
        "actual": 0.893,
        "levels": [[0.5, 0.48], [0.9, 0.893], [0.95, 0.94]],
        "bins": [[-0.2, -0.1, -0.2, 0.0, 15], [0.3, 0.25, 0.1, 0.4, 15]],
    },
    "over_time": [
        {"day": f"2026-11-{day:02}", "posts": 15, "error": 0.4, "usual": 0.5} for day in (3, 13)
    ],
    "hours": {"facebook:El Muelle": [[0.1, 0.02, 0.2, 3]] * 3 + [[0.0, -0.1, 0.1, 0]] * 165},
}


async def test_both_figures_of_a_duel_are_told(house: House) -> None:
    taught(house)
    lost = taught(house, serves=False, verdict="lost_to_previous", duel=DRAWN["duel"])
    reply = await lost.says("/modelo")
    assert (
        "En las mismas 105 publicaciones que ninguno de los dos había visto: el nuevo +12.1 %, "
        "el que estaba +13.4 %." in reply.text
    )
    few = {"against": "2026-11-20T09:00:00+00:00", "posts": 3}
    assert "No lo comparé" in (await taught(house, duel=few).says("/modelo")).text
    tied = (await taught(house, verdict="tied", duel=DRAWN["duel"]).says("/modelo")).text
    assert "empató con el modelo que había" in tied


@pytest.mark.parametrize("locale", ["es_PE", "en"])
async def test_the_page_draws_what_the_card_holds(sqlite: Database, locale: str) -> None:
    house = taught(House(sqlite, locale=locale))
    (file,) = (await taught(house, serves=False, **DRAWN).says("/modelo")).files
    page = file.content.decode()
    # calibration twice, leans, rivals, time, trainings, one account's hours
    assert Outline(page).tags.count("svg") == 7
    assert page.count("<figcaption>") == 7
    assert "+12.1 %" in page
    assert "+13.4 %" in page
    alone = (await taught(house, hours={}, features=[]).says("/modelo")).files[0].content.decode()
    assert Outline(alone).tags.count("svg") < 7


@pytest.mark.parametrize("odd", [[], "x", 7, {"posts": "many"}, [[1, "a"]], [{"day": "x"}], None])
async def test_odd_drawings_are_left_out(house: House, odd: object) -> None:
    keys = ("calibration", "over_time", "hours", "duel")
    reply = await taught(house, **dict.fromkeys(keys, odd)).says("/modelo")
    assert reply.files[0].content.startswith(b"<!doctype html>")


async def test_while_it_learns_again_it_says_so(house: House) -> None:
    taught(house).trainer = Lessons(Stage.RUNNING)
    reply = await house.says("/modelo")
    assert "estoy aprendiendo de nuevo" in reply.text
    assert "/entrenar" not in typed(reply)


@pytest.mark.parametrize(("posts", "said"), [(EACH - 1, False), (EACH, True)])
async def test_that_only_the_newest_are_learned_from_is_said(
    house: House, posts: int, said: bool
) -> None:
    text = (await taught(house, accounts={"facebook:a": posts}).says("/modelo")).text
    assert ("De cada cuenta leo las 10,000 más recientes." in text) is said
