"""Files that would unpack to more than they may are refused before they do."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile

import pytest
from looking import Look  # noqa: TC002

from peruopt.errors import UserError
from peruopt.sources import bounded

HEADER = b"fecha,texto,red\n2025-03-01 20:00,Ceviche,facebook\n"


def deflated(name: str, content: bytes, times: int, **others: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for other, held in others.items():
            archive.writestr(other, held)
        with archive.open(name, "w", force_zip64=True) as member:
            for _ in range(times):
                member.write(content)
    return file.getvalue()


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "SMALL", 1 << 20)


@pytest.mark.usefixtures("small_limits")
def test_a_zip_bomb_is_refused_by_its_own_figures(look: Look) -> None:
    bomb = deflated("posts.csv", b"0" * (1 << 20), 24)
    tracemalloc.start()
    with pytest.raises(UserError) as refused:
        look(bomb)
    assert refused.value.key == "importing.too_big"
    assert tracemalloc.get_traced_memory()[1] < 2 << 20
    tracemalloc.stop()


@pytest.mark.usefixtures("small_limits")
def test_a_gzip_bomb_stops_at_the_limit(look: Look) -> None:
    bomb = gzip.compress(HEADER + b"\n" * (24 << 20), 9)
    with pytest.raises(UserError) as refused:
        look(bomb)
    assert refused.value.key == "importing.too_big"


@pytest.mark.usefixtures("small_limits")
def test_a_workbook_bomb_is_refused(look: Look) -> None:
    bomb = deflated(
        "xl/worksheets/sheet1.xml", b" " * (1 << 20), 24,
        **{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"},
    )  # fmt: skip
    with pytest.raises(UserError) as refused:
        look(bomb, name="posts.xlsx")
    assert refused.value.key == "importing.too_big"


def test_a_zip_that_lies_about_its_size_is_broken(look: Look) -> None:
    honest = deflated("posts.csv", HEADER + b"2025-03-02 20:00,Lomo,facebook\n" * 999, 1)
    size = (len(HEADER) + 31 * 999).to_bytes(4, "little")
    assert size in honest
    with pytest.raises(UserError) as refused:
        look(honest.replace(size, (40).to_bytes(4, "little")))
    assert refused.value.key in {"importing.broken", "importing.header_only"}
