"""Who speaks, and for which restaurant."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from peruopt.chat.message import Address, Message
from peruopt.chat.words import Words
from peruopt.people import LOCAL
from peruopt.ports import Services
from peruopt.restaurant import Person, Restaurant, Role
from peruopt.store import Entry, Seat
from peruopt.work.joining import watching
from peruopt.work.settling import settle

HUSH = timedelta(hours=1)
KNOWN, WRITTEN = 20_000, 60
"""Strangers remembered, and lines of the log that they may fill in an hour."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is known of a speaker."""

    seat: Seat | None
    """None where they are a stranger here, or have still to choose."""
    seats: Sequence[Seat] = ()
    """All of theirs."""
    elsewhere: int | None = None
    """The restaurant for which this chat speaks, where they have no place in it."""

    @property
    def several(self) -> bool:
        """Whether every answer must say for which restaurant it is."""
        return len(self.seats) > 1


def is_shared(source: Address) -> bool:
    """Whether several people may talk in this chat, by how the platforms number theirs."""
    if source.platform == "telegram":
        return source.chat.startswith("-")
    return source.platform == "slack" and not source.chat.startswith("D")


@dataclass(slots=True)
class Seating:
    """One for all doors."""

    services: Services
    newcomer: Restaurant

    def of(self, message: Message) -> Sitting:
        """Return who speaks; people at this machine are owners, and found the first house."""
        if message.source.platform in LOCAL:
            return self._local(message)
        directory, source = self.services.directory, message.source
        seats = directory.seats(source.platform, message.person)
        if not seats:
            return Sitting(None)
        if message.shared:
            return self._among_many(message, seats)
        if len(seats) == 1:
            return Sitting(seats[0], seats)
        chosen = directory.chosen(source.platform, message.person, source.chat)
        found = next((seat for seat in seats if seat.restaurant.id == chosen), None)
        return Sitting(found, seats)

    def _among_many(self, message: Message, seats: list[Seat]) -> Sitting:
        """A chat of several people speaks for one restaurant, and for no other."""
        source, directory = replace(message.source, message=None), self.services.directory
        bound = directory.bound(source)
        if bound is None:
            if len(seats) > 1:
                return Sitting(None, seats)
            (seat,) = seats
            if seat.person.role is Role.OWNER and seat.restaurant.id is not None:
                directory.bind(seat.restaurant.id, source, shared=True)
                self._write(seat.restaurant.id, message, "chat.bound", source.chat)
            return Sitting(seat, seats)
        found = next((seat for seat in seats if seat.restaurant.id == bound), None)
        return Sitting(found, seats, None if found else bound)

    def _local(self, message: Message) -> Sitting:
        directory, source = self.services.directory, message.source
        houses = {house.id: house for house in directory.restaurants()}
        number = directory.chosen(source.platform, message.person, source.chat)
        if number is None:
            number = max(houses, key=lambda i: i or 0, default=None)
        house = houses.get(number)
        known = directory.seats(source.platform, message.person)
        real = [seat for seat in known if not seat.restaurant.demo]
        for seat in known:
            if house and seat.restaurant.id == house.id:
                return Sitting(seat, real if seat in real else [seat])
        return Sitting(self._at_home(message, house))

    def _at_home(self, message: Message, house: Restaurant | None) -> Seat:
        owner = Person(
            restaurant_id=house.id if house and house.id else 0,
            platform=message.source.platform,
            handle=message.person,
            name=message.name or Words(self.newcomer.locale)("start.here"),
            role=Role.OWNER,
            locale=house.locale if house else self.newcomer.locale,
        )
        services = self.services
        if house is None:
            return settle(
                services.work,
                services.directory,
                self.newcomer.model_copy(),
                owner,
                message.source,
                services.now(),
            )
        with services.work(owner.restaurant_id) as w:
            seat = Seat(house, w.people.add(owner))
        services.directory.bind(owner.restaurant_id, replace(message.source, message=None))
        return seat

    def guest(self, message: Message) -> Seat:
        """Return the seat of somebody who has none: enough to try a code."""
        person = Person(
            restaurant_id=0,
            platform=message.source.platform,
            handle=message.person,
            name=message.name,
            locale=self.newcomer.locale,
        )
        return Seat(self.newcomer, person)

    def turned_away(self, message: Message, sitting: Sitting) -> None:
        """Write down that somebody was told that they are not of the team."""
        number = sitting.elsewhere
        if number is None:
            number = watching(self.services.directory, self.guest(message).person)
        if number is not None:
            self._write(number, message, "stranger.refused", message.source.platform)

    def _write(self, number: int, message: Message, what: str, detail: str) -> None:
        who = " ".join(message.name.split())[:80] or message.person[:80]
        about = f"{message.source.platform}:{message.person}"[:80]
        with self.services.work(number) as w:
            w.audit.add(Entry(self.services.now(), who, what, about, detail))


@dataclass(slots=True)
class Hush:
    """Each stranger hears one sentence an hour; what they say besides costs nothing."""

    told: OrderedDict[tuple[str, str], datetime] = field(default_factory=OrderedDict)
    lines: list[datetime] = field(default_factory=list)
    held: OrderedDict[tuple[str, str], datetime] = field(default_factory=OrderedDict)
    """Until when those who tried too many codes are not heard."""

    def speaks(self, platform: str, handle: str, now: datetime) -> bool:
        """Whether the stranger is to be answered; then not again for an hour."""
        at = self.told.get((platform, handle))
        if at is not None and now - at < HUSH:
            return False
        self.told[platform, handle] = now
        self.told.move_to_end((platform, handle))
        if len(self.told) > KNOWN:
            self.told.popitem(last=False)
        return True

    def until(self, platform: str, handle: str, back: object) -> None:
        """Do not hear a stranger's codes before `back`: they have been told."""
        if isinstance(back, datetime):
            self.held[platform, handle] = back
            if len(self.held) > KNOWN:
                self.held.popitem(last=False)

    def waits(self, platform: str, handle: str, now: datetime) -> bool:
        """Whether a stranger's code is not to be heard."""
        return now < self.held.get((platform, handle), now)

    def writes(self, now: datetime) -> bool:
        """Whether there is still room in the log for a stranger this hour."""
        self.lines = [at for at in self.lines if now - at < HUSH]
        if len(self.lines) >= WRITTEN:
            return False
        self.lines.append(now)
        return True
