"""A house's voice, its menu and its word against a rule, on record."""

from __future__ import annotations

from datetime import timedelta

from peruopt.menu.item import Item
from peruopt.rules.overruling import Overruling
from peruopt.voice.card import Form, VoiceCard


def test_a_voice_is_kept_as_it_was_said_and_is_nobody_elses(database, house, other):
    card = VoiceCard(emoji=0, exclaims=False, form=Form.USTED, banned=("delicia",), posts=7)
    with database.work(house) as w:
        assert w.voices.said() == VoiceCard()
        w.voices.keep(VoiceCard(length=90))
        w.voices.keep(card)
        assert w.voices.said().emoji == 0
    with database.work(house) as w:
        assert w.voices.said() == VoiceCard(
            emoji=0, exclaims=False, form=Form.USTED, banned=("delicia",)
        )
    with database.work(other) as w:
        assert w.voices.said() == VoiceCard()


def test_a_menu_keeps_its_order_and_changes_in_place(database, house, other, clock):
    back = clock.now() + timedelta(hours=9)
    with database.work(house) as w:
        assert w.items.put([Item("Ceviche clásico", 3800), Item("Jalea", 4500)]) == (2, 0)
        away = Item("CEVICHE  CLASICO", 4000, available=False, away_until=back)
        assert w.items.put([away, Item("Jalea", 4500), Item("Tiradito")]) == (1, 1)
    with database.work(house) as w:
        first, *rest = w.items.all()
        assert (first.name, first.price, first.available) == ("CEVICHE  CLASICO", 4000, False)
        assert first.away_until == back
        assert not first.served(clock.now())
        assert first.served(back)
        assert [item.name for item in rest] == ["Jalea", "Tiradito"]
        assert w.items.remove(["jalea", "no such dish"]) == 1
        assert len(w.items.all()) == 2
    with database.work(other) as w:
        assert w.items.all() == []
        assert w.items.remove(["tiradito"]) == 0
        assert w.items.put([Item("Tiradito", 100)]) == (1, 0)
    with database.work(house) as w:
        assert w.items.all()[-1].price is None


def test_a_word_against_a_rule_is_kept_with_its_reason(database, house, other, add_draft, clock):
    draft = add_draft(house)
    word = Overruling(draft, "law.promotion", "2x1", "Rosa", clock.now(), "Es un ejemplo")
    with database.work(house) as w:
        w.overrulings.add(word)
        later = Overruling(draft, "law.promotion", "2x1", "Ana", clock.now(), "Sin precio")
        w.overrulings.add(later)
        assert w.overrulings.of(draft) == [later]
    with database.work(other) as w:
        assert w.overrulings.of(draft) == []
