"""Words as Telegram's HTML, checked by a reader as strict as Telegram's."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.limits import clean, fit, head, units
from bot.telegram.markup import Block, Script
from tests.telegram.emulator.markup import read

WORDS = st.text(alphabet=st.sampled_from("ab<>&\"' \n🌶ñ\u200d\ud83c\x00é</b>"), max_size=400)
TAGS = st.sampled_from(["", "b", "i", "blockquote"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.builds(Block, WORDS, TAGS), max_size=4), st.integers(10, 200))
def test_every_chunk_can_be_read_fits_and_together_they_say_everything(blocks, most):
    chunks = Script.of(blocks).chunks(most)
    said = [read(chunk.html)[0] for chunk in chunks]
    assert all(units(text) <= chunk.size <= most for text, chunk in zip(said, chunks, strict=True))
    everything = "".join(clean(block.words) for block in blocks)
    assert "".join("".join(said).split()) == "".join(everything.split())


@given(st.text(), st.integers(1, 100))
def test_fitting_never_exceeds(words, most):
    words = clean(words)
    assert units(fit(words, most)) <= most
    assert units(words[: head(words, most)]) <= most


def test_a_cut_is_at_a_line_or_else_a_word():
    chunks = Script.of([Block("uno dos tres\ncuatro cinco\nseis")]).chunks(20)
    assert [chunk.html for chunk in chunks] == ["uno dos tres", "cuatro cinco\nseis"]
    chunks = Script.of([Block("palabras " * 6)]).chunks(20)
    assert {chunk.html for chunk in chunks} == {"palabras palabras"}


def test_an_emoji_counts_as_two_and_is_never_cut():
    assert units("🌶") == 2
    assert [c.html for c in Script.of([Block("🌶🌶🌶")]).chunks(5)] == ["🌶🌶", "🌶"]
