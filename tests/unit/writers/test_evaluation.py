"""The evaluation set of briefs, on the offline writer; and that its checks can fail."""

from __future__ import annotations

import pytest

from peruopt.ports import Candidate
from peruopt.writers.template import TemplateWriter
from tests.evaluate_writers import cases, evaluate, faults


def test_there_are_enough_briefs() -> None:
    assert len(cases()) >= 25


async def test_the_offline_writer_keeps_facts_law_length_and_voice() -> None:
    assert await evaluate(TemplateWriter()) == []


@pytest.mark.parametrize(
    ("idea", "text", "fault"),
    [
        ("ceviche", "Parihuela para hoy.", "says none of"),
        ("ceviche", "Ceviche a S/ 25.", "invents s/ 25"),
        ("ceviche", "Ceviche, premiado otra vez.", "claims premiado"),
        ("picarones", "¡Picarones! 🍩", "from the voice"),
        ("pisco sour", "Pisco sour bien frío.", "law.alcohol"),
        ("anticuchos", "Anticuchos. " + "Brasa. " * 60, "x.length"),
        ("parihuela", "Parihuela. BUY NOW", "says buy now"),
    ],
)
def test_a_fault_is_found(idea: str, text: str, fault: str) -> None:
    case = next(case for case in cases() if case.brief.idea == idea)
    assert any(fault in found for found in faults(case, Candidate(text)))
