"""Each repository is what its protocol says, whoever makes it and when."""

import inspect
import subprocess
import sys
import typing

import pytest

from peruopt import store
from storage.unit import REPOSITORIES

SEAM = typing.get_type_hints(store.UnitOfWork)


def promised(protocol) -> dict[str, inspect.Signature]:
    return {
        name: inspect.signature(said)
        for name, said in vars(protocol).items()
        if inspect.isfunction(said) and not name.startswith("_")
    }


def test_there_is_a_repository_for_every_part_of_the_seam():
    assert set(REPOSITORIES) == set(SEAM)


@pytest.mark.parametrize("name", SEAM)
def test_a_repository_takes_what_its_protocol_promises(database, house, name):
    with database.work(house) as w:
        made = getattr(w, name)
        assert getattr(w, name) is made
    for method, said in promised(SEAM[name]).items():
        kept = inspect.signature(getattr(type(made), method))
        assert list(kept.parameters.values()) == list(said.parameters.values()), method


def test_what_is_no_part_of_the_seam_is_missing(database, house):
    with database.work(house) as w, pytest.raises(AttributeError, match="no_such"):
        w.no_such  # noqa: B018


def test_a_database_is_opened_without_building_the_tables_of_posts():
    code = "import sys, bot.app; print('storage.tables.posts' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
