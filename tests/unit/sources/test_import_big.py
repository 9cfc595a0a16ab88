"""A big file is read in bounded memory, with progress, and soon."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

from looking import NOW

from peruopt.results import PastPost
from peruopt.sources.reading import read
from peruopt.sources.survey import survey


def test_thirty_megabytes_in_a_few(tmp_path: Path) -> None:
    path = tmp_path / "facebook_lacaleta.csv"
    text = "Ceviche de lenguado, leche de tigre y canchita. " * 160
    with path.open("w", encoding="utf-8") as file:
        file.write("fecha,texto,me gusta\n")
        for n in range(4_200):
            day = f"{1 + n % 28:02d}/{1 + n // 28 % 12:02d}/{2005 + n // 280}"
            file.write(f'{day} {n % 24:02d}:{n % 60:02d},"{n} {text}",{n}\n')
    assert path.stat().st_size > 30 << 20
    surveyed: list[float] = []
    told: list[float] = []
    tracemalloc.start()
    found = survey(path, path.name, default_zone="America/Lima", now=NOW, progress=surveyed.append)
    kept = sum(isinstance(row, PastPost) for row in read(path, found, told.append))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kept == found.rows == 4_200
    assert peak < 12 << 20
    for shares in (surveyed, told):
        assert shares == sorted(shares)
        assert 0 < shares[0] < shares[-1] <= 1
