"""More versions of a draft, and the star on the one that promises most."""

from __future__ import annotations

from peruopt.recommending import Basis, Forecast
from tests.fakes import FakeRecommender, FakeWriter
from tests.talk import Dialogue
from tests.taster import Taster


async def test_another_version_leaves_the_first(talk):
    await talk.say("/redactar ceviche")
    card, *older = await talk.say("/otra 3")
    assert card.title.startswith("Propuesta 4 (4 de 4)")
    assert [c.title[:20] for c in older] == [f"Propuesta {n} ({n} de 4)" for n in (1, 2, 3)]
    await talk.say("/ver 3")
    assert "ceviche 5" in talk.text


class Fancier(Taster):
    """Expects more of every text than of the one before it."""

    seen = 0

    def _score(self, proposal):
        Fancier.seen += 1
        return Forecast(100, 100 + 40 * Fancier.seen, 80, 160, Basis.MODEL)


async def test_there_is_one_star_at_most_whatever_is_written_later(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock, writer=FakeWriter(), recommender=Fancier())
    await talk.say("/redactar ceviche")
    await talk.say("/ver 2")
    for _ in range(2):
        await talk.say("/otra 3")
        starred = {r.about for r in talk.ears.shown.values() if "⭐" in r.text}
        assert len(starred) == 1
        *_, newest = (r for r in talk.ears.shown.values() if r.about)
        assert starred == {newest.about}, "it promises most"
    await talk.say("/descartar 5")
    assert {r.about for r in talk.ears.shown.values() if "⭐" in r.text} == {"draft:4"}
    talk.close()


async def test_no_star_where_all_promise_the_same(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock, writer=FakeWriter(), recommender=FakeRecommender())
    await talk.say("/redactar ceviche")
    assert "⭐" not in talk.text
    talk.close()
