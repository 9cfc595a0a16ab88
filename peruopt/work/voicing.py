"""The house's voice: read with what its posts show, corrected in plain words."""

from __future__ import annotations

from peruopt.errors import UserError
from peruopt.ports import Services
from peruopt.restaurant import Person, Role
from peruopt.store import Entry, UnitOfWork
from peruopt.voice.card import VoiceCard
from peruopt.voice.correcting import Corrected, correct
from peruopt.voice.learning import learn
from peruopt.work.briefs import best
from peruopt.work.knowing import WINDOW

LONGEST = 600
LEARNED_FROM = 12


def learned(w: UnitOfWork, services: Services) -> VoiceCard:
    """Return what the house's best posts show."""
    return learn(best(w.posts.history(newest=WINDOW), services.now(), LEARNED_FROM))


def voice(services: Services, restaurant_id: int) -> tuple[VoiceCard, VoiceCard]:
    """Return what was said, and the whole card."""
    with services.work(restaurant_id) as w:
        said = w.voices.said()
        return said, said.over(learned(w, services))


def correct_voice(services: Services, person: Person, text: str) -> Corrected:
    """Take a correction; raise UserError for one that is too long."""
    person.require(Role.OWNER)
    if len(text) > LONGEST:
        raise UserError("voice.long_said", n=len(text), limit=LONGEST)
    with services.work(person.restaurant_id) as w:
        done = correct(w.voices.said(), text, learned(w, services))
        w.voices.keep(done.card)
        w.audit.add(Entry(services.now(), person.called, "voice.corrected", "voice", text[:200]))
    return done
