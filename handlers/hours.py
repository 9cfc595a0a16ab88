"""/horas: next week's hours for an account, with a map and an honest word on how sure they are."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Picture, Reply, Tone
from peruopt.courses import Course
from peruopt.errors import UserError
from peruopt.hourcard import Advice, alt, headline, lines, ordered
from peruopt.mealtimes import meals
from peruopt.modelread import read
from peruopt.ports import Stage
from peruopt.recommending import Known, SlotRules
from peruopt.restaurant import Channel, Network
from peruopt.spoken.moments import day_in
from peruopt.work import knowing
from peruopt.work.desk import hours_of
from peruopt.work.training import shown
from peruopt.work.unseen import Unseen, unseen

COUNT = 5
OF_A_DAY = 3
FILLERS = ("en ", "para ", "de ", "on ", "for ", "in ")
CHOICES = 4
"""Buttons for other accounts; a page with hundreds would drown the answer."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one transaction found."""

    channel: Channel
    known: Known
    rules: SlotRules
    others: list[Channel]
    damaged: bool = False
    """Whether the model that should serve cannot be read."""
    day: date | None = None
    """The one day that was asked about."""
    unseen: Unseen | None = None
    """What is being learned that the model in service has not read."""
    read: int = 0
    """How many posts of the account it has read."""


@register.command("horas", alias="times", topic="hours")
async def hours(ask: Ask) -> Reply:
    """Answer with slots, interval, signal and the week's map."""
    wanted = _wanted(ask)
    look = await asyncio.to_thread(_look, ask, *wanted)
    note = ""
    house_id = look.channel.restaurant_id
    busy = await knowing.training(ask.services, house_id)
    if look.damaged and not busy:
        ask.services.trainer.start(house_id)
        note = "hours.relearning"
    elif look.known.model is None and busy:
        await _tell_progress(ask)
        training = await ask.services.trainer.wait(house_id, knowing.PATIENCE)
        note = {Stage.RUNNING: "hours.still", Stage.FAILED: "hours.failed"}.get(training.stage, "")
        look = await asyncio.to_thread(_look, ask, *wanted)
        if look.known.model is not None:  # it serves, though its process may not have ended
            note = ""
    try:
        advice, picture = await asyncio.to_thread(_advise, ask, look)
    except UserError:
        # a model of another version, or damaged: the prior answers while a new one is made
        if look.known.model is None:
            raise
        if not await knowing.training(ask.services, house_id):
            ask.services.trainer.start(house_id)
        look = replace(look, known=replace(look.known, model=None))
        note = "hours.relearning"
        advice, picture = await asyncio.to_thread(_advise, ask, look)
    text = lines(advice, ask.restaurant, ask.words)
    if look.day and {ask.words.local(s.starts_at).date() for s in advice.slots} == {look.day}:
        text = f"{ask.words('hours.of_day', day=ask.words.long_day(look.day))}\n\n{text}"
    return Reply(
        "\n\n".join(part for part in (text, note and ask.words(note)) if part),
        title=ask.words("hours.title", network=_name(look.channel, look.others, ask)),
        picture=picture,
        buttons=_buttons(ask, look),
    )


async def _tell_progress(ask: Ask) -> None:
    """Show how far the first training is, in a card that changes in place."""

    def newest() -> Course | None:
        with ask.services.work(ask.person.restaurant_id) as w:
            return next(iter(w.courses.recent(1)), None)

    await ask.tell(Reply(ask.words("hours.training")))
    course = await asyncio.to_thread(newest)
    if course is None:
        return
    if card := await shown(ask.services, ask.restaurant, ask.words, course.id):
        await ask.tell(card)


def _wanted(ask: Ask) -> tuple[Network | None, str, date | None]:
    """Return the network, the account or channel named after it, and the day."""
    now, zone = ask.services.now(), ask.restaurant.zone
    if not ask.text and not ask.message.text.startswith("/"):  # asked in plain words
        rest, day = day_in(ask.message.text, now, zone)
        named = (knowing.network_named(word) for word in rest.split() if len(word) > 1)
        return next((network for network in named if network), None), "", day
    text, day = day_in(ask.text, now, zone)
    said = text.split()[1:] if text.lower().startswith(FILLERS) else text.split()
    word, account = (said[0] if said else ""), " ".join(said[1:])
    network = knowing.network_named(word)
    if word and network is None:
        known = ", ".join(n.value for n in Network)
        raise UserError("hours.unknown_network", word=word[:40], known=known)
    return network, account, day


def _look(ask: Ask, network: Network | None, account: str, day: date | None) -> Look:
    with ask.services.work(ask.restaurant.id or 0) as w:
        every = knowing.accounts(w)
        fitting = [c for c in every if network in (None, c.network)]
        wanted = account.casefold()
        named = [c for c in fitting if wanted and wanted in (str(c.id), c.account.casefold())]
        # without any history the prior of the network still answers
        unknown = Channel(
            restaurant_id=ask.restaurant.id or 0, network=network or Network.FACEBOOK, account=""
        )
        channel = next(iter(named or fitting), unknown)
        now = ask.services.now()
        known = knowing.known(w, channel, now) if channel.id else _strange(ask, channel)
        rules = knowing.rules(w, channel, known, now)
        others = [c for c in every if c.id != channel.id]
        serving = w.models.serving()
        accounts = read(serving).accounts if serving else {}
        count = accounts.get(f"{channel.network}:{channel.account}", 0)
        damaged = knowing.damaged(w)
        return Look(channel, known, rules, others, damaged, day, unseen(w, now), count)


def _strange(ask: Ask, channel: Channel) -> Known:
    return Known(channel.network, channel.account, ask.restaurant.timezone, ())


def _advise(ask: Ask, look: Look) -> tuple[Advice, Picture]:
    from peruopt import heatmap

    recommender, words, house = ask.services.recommender, ask.words, ask.restaurant
    week, after = recommender.week(look.known), ask.services.now()
    slots = recommender.slots(look.known, after, COUNT, look.rules)
    if look.day:
        of_day = hours_of(look.day, house, recommender, look.known, look.rules, after)
        slots = of_day[:OF_A_DAY] or slots
        after = max(after, datetime.combine(look.day, time(), house.zone).astimezone(UTC))
    advice = Advice(
        look.known,
        week,
        ordered(slots),
        rules=look.rules,
        day=look.day,
        unseen=look.unseen,
        read=look.read,
    )
    if slots and advice.vague:
        found = meals(week, after, look.rules, house.zone)
        if look.day:
            found = [m for m in found if words.local(m.slot.starts_at).date() == look.day]
        # a house that is closed at every meal keeps the hours it has
        shown = [meal.slot for meal in found] or slots[:1]
        advice = replace(advice, slots=shown, meals=found)
    png = heatmap.draw(
        week,
        advice.slots,
        words,
        title=words("hours.map_title", network=words(advice.network), name=house.name),
        headline=headline(advice, words),
        opens=look.rules.opens,
        closes=look.rules.closes,
        suggested=advice.vague,
    )
    name = f"{words('hours.file')}-{look.channel.network}.png"
    return advice, Picture(png, alt(advice, house, words), name)


def _name(channel: Channel, others: list[Channel], ask: Ask) -> str:
    """Return the network's name, with the account where the network has several."""
    network = ask.words(f"network.{channel.network}")
    several = any(c.network is channel.network for c in others)
    return f"{network} · {channel.account}" if several and channel.account else network


def _buttons(ask: Ask, look: Look) -> tuple[tuple[Button, ...], ...]:
    rows = [(Button(ask.words("hours.button_draft"), Action("redactar"), Tone.PRIMARY),)]
    every = [look.channel, *look.others]
    for channel in look.others[:CHOICES]:
        twins = sum(c.network is channel.network for c in every) > 1
        args = (channel.network.value, str(channel.id)) if twins else (channel.network.value,)
        rest = [c for c in every if c.id != channel.id]
        label = ask.words("hours.other", name=_name(channel, rest, ask))
        rows.append((Button(label[:60], Action("horas", args)),))
    last = (("hours.button_model", "modelo"), ("hours.button_summary", "resumen"))
    return (*rows, tuple(Button(ask.words(key), Action(name)) for key, name in last))
