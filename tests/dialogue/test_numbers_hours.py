"""/horas, as it is asked and answered."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.hourcard import Advice, honest
from peruopt.ports import Stage
from peruopt.post import Post
from peruopt.recommending import Hour, Known, Signal, Trained
from peruopt.restaurant import Channel, Network
from storage.database import Database
from tests.dialogue.numbers_house import NOW, EveningsWin, House, Lessons, history, typed


@pytest.fixture
def house(sqlite: Database) -> House:
    return House(sqlite)


def taught(house: House) -> House:
    with house.work as w:
        w.models.add(Trained(b"weights", {}, serves=True), NOW)
    return house


async def test_without_history_it_gives_the_networks_habit_and_says_so(house: House) -> None:
    reply = await house.says("/horas")
    assert "Todavía no tengo publicaciones tuyas en Facebook" in reply.text
    assert reply.picture is not None
    assert reply.picture.content.startswith(b"\x89PNG")


async def test_a_short_history_is_not_taken_for_knowledge(house: House) -> None:
    house.recommender = EveningsWin(Signal.NONE)
    reply = await taught(house.takes(*history(34))).says("/horas")
    assert (
        "Con 34 publicaciones aún no se distingue; por ahora, lo habitual en Facebook para "
        "restaurantes." in reply.text
    )


async def test_slots_carry_lift_interval_and_signal(house: House) -> None:
    reply = await taught(house.takes(*history(60))).says("/horas")
    first = reply.text.splitlines()[0]
    assert first == "1. lun 23 nov, 20:00 · +18 % (entre −2 % y +40 %) · señal clara"
    assert "🟢 Señal clara. Lo digo con 60 publicaciones tuyas: estas horas se" in reply.text
    best, trial = reply.text.split("🧪 Para probar: ")
    assert "5." not in best, "a trial is no best hour"
    assert "no sé cuánto suma" in trial.splitlines()[0]


async def test_an_old_history_is_said_to_be_old(house: House) -> None:
    old = [replace(p, published_at=p.published_at - timedelta(days=430)) for p in history(60)]
    text = (await taught(house.takes(*old)).says("/horas")).text
    assert "lo último que conozco de tu cuenta es de hace 14 meses" in text
    house.locale = "en"
    text = (await house.says("/times")).text
    assert "the last I know of your account is 14 months old" in text


@pytest.mark.parametrize(
    ("days", "es", "en"),
    [
        (89, "", ""),
        (90, "hace 3 meses", "3 months old"),
        (700, "hace 23 meses", "23 months old"),
        (731, "hace 2 años", "2 years old"),
        (3804, "hace 10 años", "10 years old"),  # 23 June 2016 to 22 November 2026
    ],
)
def test_age_is_counted_as_people_count(days: int, es: str, en: str) -> None:
    for locale, told in (("es_PE", es), ("en", en)):
        now = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
        posts = [replace(p, published_at=now - timedelta(days=days)) for p in history(60)]
        known = Known(Network.FACEBOOK, "muelle", "America/Lima", tuple(posts), b"m", now)
        said = honest(Advice(known, (), ()), Words(locale))
        assert told in said
        assert ("costumbres cambian" in said or "habits change" in said) == bool(told)


def test_what_was_read_and_cannot_be_compared_is_explained() -> None:
    now = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    known = Known(Network.FACEBOOK, "muelle", "America/Lima", tuple(history(60)), b"m", now)
    told = honest(Advice(known, (), (), read=69), Words())
    assert "Con 60 publicaciones" in told
    assert "(Las otras 9 que leí son las primeras de la cuenta" in told
    told = honest(Advice(known, (), (), read=61), Words("en"))
    assert "(The other one that I read is the account's first" in told
    assert "primera" not in honest(Advice(known, (), (), read=60), Words())


async def test_a_current_history_is_not(house: House) -> None:
    text = (await taught(house.takes(*history(60))).says("/horas")).text
    assert "costumbres cambian" not in text


async def test_without_a_signal_it_says_so_once_and_suggests_meals(house: House) -> None:
    house.recommender = EveningsWin(Signal.NONE)
    reply = await taught(house.takes(*history(60))).says("/horas")
    text = reply.text
    assert text.count("Sin señal todavía") == 1
    assert "Con 60 publicaciones no sé qué hora te funciona mejor" in text
    assert "%" not in text, "nothing is known, so no number is said"
    # what is not told still orders them: none before one that is expected to bring more
    assert "1. lun 23 nov, 19:00, antes de la cena" in text
    assert "2. mar 24 nov, 17:00, a la hora del lonche" in text
    assert "3. lun 23 nov, 12:00, antes del almuerzo" in text
    assert reply.picture is not None
    assert "Sugeridas: 1, el lunes a las 19:00" in reply.picture.alt
    assert reply.picture.alt.count("distingue") == 1


async def test_meals_keep_to_opening_hours_and_to_what_goes_out(house: House) -> None:
    house.recommender = EveningsWin(Signal.NONE)
    house.takes(*history(60, until=NOW - timedelta(hours=1)))  # 9:00: not before 12:00
    with house.work as w:
        w.restaurant.opens, w.restaurant.closes = time(12), time(18)
    text = (await house.says("/horas")).text
    assert "lun 23 nov, 12:00, antes del almuerzo" in text
    assert "lun 23 nov, 17:00" in text
    assert "cena" not in text
    with house.work as w:
        w.restaurant.opens, w.restaurant.closes = time(22), time(2)
    assert "antes de" not in (await house.says("/horas")).text


async def test_what_is_not_known_of_an_hour_is_not_made_up(house: House) -> None:
    class Mixed(EveningsWin):
        def slots(self, known, after, count, rules):
            found = super().slots(known, after, count, rules)
            return [replace(found[0], signal=Signal.NONE, expected=0.9), *found[1:]]

    house.recommender = Mixed(Signal.WEAK)
    text = (await taught(house.takes(*history(60))).says("/horas")).text
    lines = text.splitlines()
    assert "señal débil" in lines[0]
    assert lines[3].startswith("4. lun 23 nov")
    assert lines[3].endswith("no sé cuánto suma: aún sin señal")
    assert "por eso la pruebo" in next(line for line in lines if line.startswith("🧪"))
    assert "🟡 Señal débil." in text


async def test_the_picture_is_told_in_words(house: House) -> None:
    reply = await taught(house.takes(*history(60))).says("/horas")
    assert reply.picture is not None
    assert "1, el lunes a las 20:00, +18 %" in reply.picture.alt
    assert "hora de Lima" in reply.picture.alt
    assert "Donde más has publicado: lunes 13:00" in reply.picture.alt


async def test_english_says_the_same(sqlite: Database) -> None:
    house = taught(House(sqlite, locale="en").takes(*history(60)))
    reply = await house.says("/times")
    assert "1. Mon, Nov 23, 20:00 · +18 % (between −2 % and +40 %) · clear signal" in reply.text


async def test_the_busiest_network_answers_and_the_others_have_buttons(house: House) -> None:
    house.takes(*history(20), *history(40, network=Network.INSTAGRAM))
    reply = await house.says("/horas")
    assert reply.title == "Mejores horas · Instagram"
    assert "/horas facebook" in typed(reply)
    assert (await house.says("/horas fb")).title == "Mejores horas · Facebook"


async def test_two_accounts_on_a_network_are_told_apart(house: House) -> None:
    house.takes(*history(20), *history(40, account="Sucursal Surco"))
    reply = await house.says("/horas")
    assert reply.title == "Mejores horas · Facebook · Sucursal Surco"
    other = next(t for t in typed(reply) if t.startswith("/horas facebook "))
    assert (await house.says(other)).title == "Mejores horas · Facebook · El Muelle"
    named = await house.says("/horas facebook el muelle")
    assert named.title == "Mejores horas · Facebook · El Muelle"


async def test_an_unknown_network_is_named(house: House) -> None:
    with pytest.raises(UserError) as refused:
        await house.says("/horas myspace")
    assert refused.value.key == "hours.unknown_network"


async def test_a_first_training_is_waited_for(house: House) -> None:
    house.trainer = Lessons(Stage.RUNNING)
    reply = await house.takes(*history(20)).says("/horas")
    assert "por primera vez" in house.told[0].text
    assert house.trainer.waited[-1] == 120.0
    assert "Sigo aprendiendo" not in reply.text


@pytest.mark.parametrize(
    ("then", "said"), [(Stage.RUNNING, "Sigo aprendiendo"), (Stage.FAILED, "no terminó bien")]
)
async def test_a_training_that_does_not_end_well_is_said(
    house: House, then: Stage, said: str
) -> None:
    house.trainer = Lessons(Stage.RUNNING, then)
    assert said in (await house.takes(*history(20)).says("/horas")).text


async def test_a_later_training_is_not_waited_for(house: House) -> None:
    house.trainer = Lessons(Stage.RUNNING)
    await taught(house.takes(*history(60))).says("/horas")
    assert house.told == []


async def test_what_goes_out_soon_takes_its_hour(house: House) -> None:
    house.takes(*history(20, until=NOW - timedelta(hours=1)))
    due = NOW + timedelta(days=1)
    with house.work as w:
        channel = w.channels.all()[0]
        post = Post(restaurant_id=0, channel_id=channel.id or 0, network=channel.network, text="x")
        post.approve("Rosa", due, NOW)
        w.posts.add(post)
    await house.says("/horas")
    known, rules = house.recommender.asked[-1]
    assert list(rules.taken) == [NOW - timedelta(hours=1), due]
    assert (rules.opens, rules.closes, rules.explore_share) == (9, 22, 0.1)
    assert known.timezone == "America/Lima"


async def test_a_full_week_says_what_to_change(house: House) -> None:
    class Full(EveningsWin):
        def slots(self, *asked: object) -> list:
            return []

    house.recommender = Full()
    reply = await house.takes(*history(20)).says("/horas")
    assert "No queda ningún hueco libre" in reply.text
    assert "/ajustes" in reply.text
    assert reply.picture is not None


async def test_the_newest_posts_are_enough(house: House) -> None:
    house.takes(*history(900, every=timedelta(hours=5)))
    await house.says("/horas")
    known, _ = house.recommender.asked[-1]
    assert len(known.history) == 300
    assert known.history[-1].published_at == NOW - timedelta(hours=2)
    assert replace(known, history=()).model is None


async def test_a_channel_that_is_only_prepared_does_not_answer_for_a_full_one(
    house: House,
) -> None:
    house.takes(*history(20))
    with house.work as w:
        w.channels.add(Channel(restaurant_id=0, network=Network.INSTAGRAM, account=""))
    assert (await house.says("/horas")).title == "Mejores horas · Facebook"
    assert "/resumen 7d instagram" not in typed(await house.says("/resumen"))


async def test_a_model_that_cannot_be_read_is_made_anew(house: House) -> None:
    class Picky(EveningsWin):
        def week(self, known: Known) -> list[Hour]:
            if known.model:
                raise UserError("learn.model")
            return super().week(known)

    house.recommender = Picky(Signal.NONE)
    reply = await taught(house.takes(*history(60))).says("/horas")
    assert "aprendo de nuevo" in reply.text
    assert "lo habitual en Facebook" in reply.text
    assert house.trainer.stage is Stage.RUNNING


@pytest.mark.parametrize("said", ["/horas en facebook", "/horas para fb", "/horas Facebook"])
async def test_networks_are_understood(house: House, said: str) -> None:
    assert (await house.says(said)).title == "Mejores horas · Facebook"


@pytest.mark.parametrize("signal", [Signal.NONE, Signal.CLEAR])
@pytest.mark.parametrize(
    "asked", ["/horas sábado", "/horas facebook el sábado", "/horas para el sábado"]
)
async def test_a_day_may_be_asked_about(house: House, asked: str, signal: Signal) -> None:
    house.recommender = EveningsWin(signal)
    reply = await taught(house.takes(*history(60))).says(asked)
    assert reply.text.startswith("🗓️ Para el sábado 28 de noviembre:")
    told = set(re.findall(r"(?:lun|mar|mié|jue|vie|sáb|dom) \d+ nov", reply.text))
    assert told == {"sáb 28 nov"}


@pytest.mark.parametrize(("posts", "said"), [(120, False), (310, True)])
async def test_that_only_the_newest_are_read_is_said(house: House, posts: int, said: bool) -> None:
    every = history(posts, every=timedelta(hours=6))
    text = (await taught(house.takes(*every)).says("/horas")).text
    assert ("Son las 300 más recientes: para las horas leo solo esas." in text) is said
