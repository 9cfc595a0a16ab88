"""The menu: typed, pasted, in files, in passing; and what it says against a text."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest

from peruopt.chat.message import Upload
from peruopt.errors import UserError
from peruopt.menu.checking import check
from peruopt.menu.item import Item, soles
from peruopt.menu.lines import read_lines
from peruopt.menu.naming import about, made_with, named
from peruopt.menu.reading import read_file
from peruopt.menu.saying import Act, wish
from peruopt.ports import Brief
from peruopt.restaurant import Network
from peruopt.writers.template import TemplateWriter

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
PASTED = """ENTRADAS
1. Causa limeña ........ S/ 24
- Ceviche clásico (pescado, limón, ají limo) [Alérgenos: pescado] 38
Tiradito - S/42.50
FONDOS:
Lomo saltado de 250 g S/ 45
Arroz con mariscos
  arroz, langostinos, calamar
AJI DE GALLINA 32
Reservas 987654321"""


def test_a_pasted_list_is_read() -> None:
    items = {item.name: item for item in read_lines(PASTED)}
    assert list(items) == [
        "Causa limeña", "Ceviche clásico", "Tiradito", "Lomo saltado de 250 g",
        "Arroz con mariscos", "Aji de gallina",
    ]  # fmt: skip
    assert [item.price for item in items.values()] == [2400, 3800, 4250, 4500, None, 3200]
    ceviche = items["Ceviche clásico"]
    assert (ceviche.ingredients, ceviche.allergens) == ("pescado, limón, ají limo", "pescado")
    assert (ceviche.section, items["Aji de gallina"].section) == ("Entradas", "Fondos")
    assert items["Arroz con mariscos"].ingredients == "arroz, langostinos, calamar"


def workbook() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Plato", "Precio", "Ingredientes"])
    book.active.append(["Jalea mixta", 45.5, "pescado, calamar"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(text: str) -> bytes:
    """A one-page PDF with the lines of `text`, written by hand."""
    lines = "".join(f"({line}) Tj 0 -20 Td\n" for line in text.splitlines())
    stream = f"BT /F1 12 Tf 50 700 Td\n{lines}ET".encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    head = b"xref\n0 6\n0000000000 65535 f \n"
    tail = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + head + table + tail


CSV = "Plato;Precio;Alérgenos;Disponible\nJalea mixta;S/ 45,50;mariscos;sí\nCuy;60;;no\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("carta.csv", CSV.encode("utf-8-sig")),
        ("carta.csv", CSV.encode("cp1252")),
        ("carta.xlsx", workbook()),
        ("carta.txt", b"Jalea mixta S/ 45.50\nCuy 60"),
        ("carta.pdf", pdf("Jalea mixta S/ 45.50\nCuy\nS/ 60")),
    ],
)
def test_files_are_read(name: str, content: bytes) -> None:
    first, *rest = read_file(Upload(name, content))
    assert (first.name, first.price) == ("Jalea mixta", 4550)
    if rest:
        assert (rest[0].name, rest[0].price) == ("Cuy", 6000)
        assert rest[0].available is (b"Disponible" not in content)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"%PDF-1.4 broken", "menu.file_broken"),
        (pdf(""), "menu.file_scanned"),
        (b"hola\nqu\xc3\xa9 tal", "menu.file_empty"),
        (b"\x00" * 50, "importing.empty"),
    ],
)
def test_what_cannot_be_read_is_said(content: bytes, key: str) -> None:
    with pytest.raises(UserError) as error:
        read_file(Upload("carta", content))
    assert error.value.key == key


@pytest.mark.parametrize(
    ("said", "act", "about_what"),
    [
        ("agrega tiradito 42", Act.ADD, "Tiradito"),
        ("add grilled octopus 55", Act.ADD, "Grilled octopus"),
        ("hoy no hay pulpo", Act.AWAY, "pulpo"),
        ("se acabó el lenguado", Act.AWAY, "lenguado"),
        ("se nos terminó el lomo saltado", Act.AWAY, "lomo saltado"),
        ("se acabaron los picarones", Act.AWAY, "picarones"),
        ("we ran out of ceviche", Act.AWAY, "ceviche"),
        ("sold out of ceviche", Act.AWAY, "ceviche"),
        ("we're out of octopus today", Act.AWAY, "octopus"),
        ("ya hay pulpo", Act.BACK, "pulpo"),
        ("octopus is back", Act.BACK, "octopus"),
        ("el cabrito volvió", Act.BACK, "cabrito"),
        ("el pulpo ya está disponible", Act.BACK, "pulpo"),
        ("el pulpo no está disponible", Act.AWAY, "pulpo"),
        ("quita la jalea", Act.REMOVE, "jalea"),
        ("sube el ceviche a 40", Act.PRICE, "Ceviche"),
        ("borra la carta", Act.EMPTY, ""),
        ("Ceviche clásico S/ 38", Act.ADD, "Ceviche clásico"),
    ],
)
def test_what_is_said_in_passing(said: str, act: Act, about_what: str) -> None:
    meant = wish(said)
    assert meant is not None
    assert meant.act is act
    assert (meant.items[0].name if meant.items else meant.said) == about_what


@pytest.mark.parametrize("said", ["qué tal", "¿qué hay en la carta?", "gracias", ""])
def test_other_talk_is_no_order(said: str) -> None:
    assert wish(said) is None


MENU = [
    Item("Ceviche clásico", 3800),
    Item("Ceviche mixto", 4200),
    Item("Pulpo al olivo", 4500, available=False),
    Item("Causa de la casa", 2600, ingredients="papa amarilla, pulpo"),
    Item("Jalea", 4800, available=False, away_until=NOW + timedelta(hours=9)),
]


def test_dishes_are_found_in_words() -> None:
    assert [i.name for i in named("Hoy: ceviches mixtos y jaleas", MENU)] == [
        "Ceviche mixto",
        "Jalea",
    ]
    assert named("Nuestra causa es el mar", MENU) == []
    assert about("causa", MENU) == MENU[3]
    assert about("ceviche", MENU) == MENU[0], "the only one that is just a ceviche"
    assert about("marino", MENU) is None
    assert [i.name for i in made_with("pulpo", MENU)] == ["Pulpo al olivo", "Causa de la casa"]


@pytest.mark.parametrize(
    ("text", "idea", "later", "keys"),
    [
        ("Pulpo al olivo, hoy y siempre", "", 0, ["menu.away"]),
        ("Jalea para dos", "", 0, ["menu.away_today"]),
        ("Jalea para dos", "", 24, []),
        ("Ceviche clásico a S/ 35", "", 0, ["menu.price"]),
        ("Ceviche clásico a S/ 38", "", 0, []),
        ("Fuego alto y jugo", "lomo saltado", 0, ["menu.missing"]),
        ("Buen domingo", "", 0, []),
    ],
)
def test_the_menu_speaks_against_a_text(text, idea, later, keys) -> None:
    at = NOW + timedelta(hours=later)
    found = check(text, idea, MENU, at)
    assert [finding.key for finding in found] == keys
    assert check(text, idea, [], at) == [], "without a menu nothing changes"
    if keys == ["menu.price"]:
        assert found[0].mended == "Ceviche clásico a S/ 38"


async def test_the_offline_writer_names_only_the_menus_price() -> None:
    brief = Brief("ceviche clásico", "La Sirena", Network.FACEBOOK, item=MENU[0])
    texts = [c.text for c in (await TemplateWriter().write(brief, 40)).candidates]
    assert any("S/ 38" in text for text in texts)
    assert not any("S/" in text.replace("S/ 38", "") for text in texts)
    own = Item("Causa nikkei", ingredients="papa, atún y palta")
    brief = Brief("causa nikkei", "La Sirena", Network.FACEBOOK, item=own)
    texts = [c.text for c in (await TemplateWriter().write(brief, 40)).candidates]
    assert any("Lleva papa, atún y palta." in text for text in texts)
    assert not any("pollo" in text for text in texts)


def test_money_is_written_as_in_peru() -> None:
    assert [soles(3800), soles(4250), soles(125_000)] == ["S/ 38", "S/ 42.50", "S/ 1,250"]
