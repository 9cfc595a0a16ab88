"""How long an offer holds: understood as one phrase, told whole or not at all."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from peruopt.ports import Brief
from peruopt.restaurant import Network
from peruopt.spoken.aiming import aim_in
from peruopt.writers.template import TemplateWriter
from tests.talk import Dialogue

LIMA = ZoneInfo("America/Lima")
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=LIMA)  # a Wednesday
HALF = re.compile(
    r"\b(?:solo|sólo|solamente|únicamente|(?<!day )(?<!week )(?<!weekend )only|just|hasta|until"
    r"|(?:solo|hoy) por|only for|antes|before|válido)[.!?]"
)
WED, THU, FRI, SAT, SUN = (date(2026, 11, 25) + timedelta(n) for n in range(5))
# what is said | what it is about | how long it holds | the day of the post | the last day
TABLE = [
    ("Anticuchos, S/ 28, solo este domingo", "Anticuchos, S/ 28", "solo este domingo", SUN, SUN),
    ("anticuchos, S/ 28 solo por hoy", "anticuchos, S/ 28", "solo por hoy", WED, WED),
    ("causa, solo hasta el sábado", "causa", "solo hasta el sábado", None, SAT),
    ("causa a 22 soles hasta el sábado", "causa a 22 soles", "hasta el sábado", None, SAT),
    ("causa con pulpo sólo hoy", "causa con pulpo", "sólo hoy", WED, WED),
    ("lomo S/ 28, only this Sunday", "lomo S/ 28", "only this Sunday", SUN, SUN),
    ("lomo saltado until Saturday", "lomo saltado", "until Saturday", None, SAT),
    ("lomo saltado only until Saturday", "lomo saltado", "only until Saturday", None, SAT),
    ("lomo through Sunday", "lomo", "through Sunday", None, SUN),
    ("ceviche (solo hoy)", "ceviche", "solo hoy", WED, WED),
    ("¡Solo hoy! ceviche a 20", "ceviche a 20", "Solo hoy", WED, WED),
    ("solo hoy: ceviche a 20", "ceviche a 20", "solo hoy", WED, WED),
    ("ceviche a S/ 20, ¡solo por hoy!", "ceviche a S/ 20", "solo por hoy", WED, WED),
    # on the day itself, «mañana» would be another day
    ("ceviche solo mañana", "ceviche", "solo este jueves", THU, THU),
    ("ceviche hasta mañana", "ceviche", "hasta el jueves", None, THU),
    ("lomo only tomorrow", "lomo", "only this Thursday", THU, THU),
    ("lomo solo el próximo viernes", "lomo", "solo este viernes", FRI, FRI),
    ("ceviche, únicamente este finde", "ceviche", "únicamente este finde", SAT, SUN),
    ("tamales this weekend only", "tamales", "this weekend only", SAT, SUN),
    ("ají de gallina solo esta semana", "ají de gallina", "solo esta semana", None, SUN),
    ("picarones this week only", "picarones", "this week only", None, SUN),
    ("tamales just today", "tamales", "just today", WED, WED),
    ("tiradito for today only", "tiradito", "for today only", WED, WED),
    ("picarones hoy nomás", "picarones", "hoy nomás", WED, WED),
    ("pulpo del 26 al 28 de noviembre", "pulpo", "del 26 al 28 de noviembre", None, SAT),
    (
        "combo válido hasta fin de mes",
        "combo",
        "válido hasta fin de mes",
        None,
        date(2026, 11, 30),
    ),
    ("arroz con pato antes del domingo", "arroz con pato", "antes del domingo", None, SAT),
    ("pollo solo hoy hasta las 3 pm", "pollo", "solo hoy hasta las 3 pm", WED, WED),
    ("pato solo viernes, sábado y domingo", "pato", "solo viernes, sábado y domingo", FRI, SUN),
    ("ceviche solo esta noche", "ceviche", "solo esta noche", WED, WED),
    # no limit at all
    ("lomo solo con papas", "lomo solo con papas", "", None, None),
    ("ceviche solo para dos", "ceviche solo para dos", "", None, None),
    ("ceviche solo para dos el viernes", "ceviche solo para dos", "", FRI, None),
    ("only the best ceviche", "only the best ceviche", "", None, None),
    ("only the best this Sunday", "only the best", "", SUN, None),
    ("pollo solo los martes", "pollo solo los martes", "", None, None),
    ("mesas hasta 8 personas", "mesas hasta 8 personas", "", None, None),
    ("mar y tierra solo mar", "mar y tierra solo mar", "", None, None),
    ("Today's special: lomo", "Today's special: lomo", "", None, None),
]


@pytest.mark.parametrize(("text", "about", "limit", "day", "until"), TABLE)
def test_a_limit_is_one_thing(text, about, limit, day, until):
    aim = aim_in(text, NOW, LIMA)
    brief = Brief(aim.idea, "El Muelle", Network.FACEBOOK, limit=aim.limit)
    assert (brief.about, aim.limit, aim.day, aim.until) == (about, limit, day, until)
    assert limit in aim.idea


@pytest.mark.parametrize("locale", ["es_PE", "en"])
@pytest.mark.parametrize(("text", "limit"), [(row[0], row[2]) for row in TABLE if row[2]])
async def test_no_draft_tells_half_of_it(text, limit, locale):
    aim = aim_in(text, NOW, LIMA)
    told = {"day": aim.day, "limit": aim.limit, "until": aim.until, "locale": locale}
    writing = await TemplateWriter().write(
        Brief(aim.idea, "El Muelle", Network.FACEBOOK, **told), 9
    )
    for candidate in writing.candidates:
        assert not HALF.search(candidate.text), candidate.text
        if re.search(r"\b(?:only|until|just|through)\b", limit) is None and locale == "es_PE":
            assert limit.lower() in candidate.text.lower()


@pytest.mark.parametrize(
    ("locale", "limit", "told"),
    [
        ("es_PE", "only this Sunday", "Solo este domingo."),
        ("es_PE", "until Sunday", "Hasta el domingo 29 de noviembre."),
        ("en", "solo este domingo", "Only this Sunday."),
        ("en", "hasta el domingo", "Until Sunday, November 29."),
        ("en", "only this Sunday", "Only this Sunday."),
    ],
)
async def test_a_post_says_it_in_its_own_language(locale, limit, told):
    aim = aim_in(f"ceviche {limit}", NOW, LIMA)
    held = {"day": aim.day, "limit": aim.limit, "until": aim.until, "locale": locale}
    brief = Brief(aim.idea, "El Muelle", Network.FACEBOOK, **held)
    writing = await TemplateWriter().write(brief, 6)
    assert all(told in candidate.text for candidate in writing.candidates)


async def test_an_offer_that_ends_goes_out_before_it_ends(data_dir, clock):
    clock.tick(NOW - clock.now())
    talk = Dialogue.begin(data_dir, clock)
    *_, card = await talk.say("/redactar causa limeña a 22 soles, solo hasta el viernes")
    pressed = [button.action for row in card.buttons for button in row]
    hours = [action.args[1] for action in pressed if action.name == "aprobar"]
    assert hours
    assert all("2026-11-25" <= hour < "2026-11-27" for hour in hours), hours
    assert "solo hasta el viernes" in card.quote
    talk.close()


async def test_a_day_that_is_nearly_over_is_not_told_of_as_ahead(data_dir, clock):
    clock.tick(datetime(2026, 11, 29, 21, 5, tzinfo=LIMA) - clock.now())  # a Sunday
    talk = Dialogue.begin(data_dir, clock)
    cards = await talk.say("/redactar ceviche hoy")
    for card in cards:
        assert "domingo" not in card.quote.lower()
    talk.close()
