"""The settings as they were given: read, or refused in a sentence for each that is wrong."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from bot.settings import Settings, is_zone
from peruopt.chat.words import LOCALES, Words
from peruopt.errors import PeruoptError, UserError
from peruopt.fullness import disk_is_full

PREFIX = "PERUOPT_"
OURS = frozenset({"PERUOPT_WRITE", "PERUOPT_PICTURES", "PERUOPT_CHROMIUM"})
"""What our own tests read."""
KINDS: dict[object, str] = {
    int: "setup.port", float: "setup.number", bool: "setup.flag", str: "setup.url",
}  # fmt: skip
"""What is wrong with a setting of each kind; of those that are words only addresses can be."""
ADDRESS = "https://restaurante.pe"
LONGEST = 40
"""Letters of a wrong value that are repeated."""


class WrongSettings(PeruoptError):
    """Nothing can start like this; each trouble is a sentence of its own."""

    def __init__(self, troubles: Mapping[str, UserError]) -> None:
        super().__init__(", ".join(troubles))
        self.troubles = dict(troubles)


def read(**fixed: object) -> Settings:
    """Return the settings, with their folder made; `fixed` ones are not looked up.

    Raises WrongSettings.
    """
    try:
        settings = Settings(**fixed)  # type: ignore[arg-type]
    except ValidationError as error:
        # from None: the library's own text repeats what was given
        raise WrongSettings(_explained(error)) from None
    except UnicodeDecodeError:
        raise WrongSettings({"env": UserError("setup.env")}) from None
    if trouble := folder(settings.data_dir):
        raise WrongSettings({"data_dir": trouble})
    return settings


def mended(wrong: WrongSettings) -> Settings | None:
    """Return the settings without what is wrong in them; None where that cannot be told."""
    if not wrong.troubles.keys() <= Settings.model_fields.keys():
        return None
    fields = (Settings.model_fields[name] for name in wrong.troubles)
    given = zip(wrong.troubles, fields, strict=True)
    return Settings(**{name: f.default for name, f in given if name != "data_dir"})


def folder(path: Path) -> UserError | None:
    """Make the data folder; say what is wrong where that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if disk_is_full(error):
            raise
        return UserError("doctor.no_folder", path=str(path))
    return None if os.access(path, os.W_OK) else UserError("doctor.no_folder", path=str(path))


def unknown() -> list[UserError]:
    """Return a sentence for each PERUOPT_* that is no setting, with the nearest that is one."""
    from difflib import get_close_matches

    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    found = []
    for name in sorted(_given().keys() - set(known) - OURS):
        near = get_close_matches(name, known, 1, 0.8)
        key = "setup.unknown_near" if near else "setup.unknown"
        found.append(UserError(key, name=name[:60], near=near[0] if near else ""))
    return found


def language() -> Words:
    """Return the language that is set, as far as it is one."""
    given = _given()
    locale, zone = given.get("PERUOPT_LOCALE", ""), given.get("PERUOPT_TIMEZONE", "")
    return Words(
        locale if locale in LOCALES else LOCALES[0], zone if is_zone(zone) else "America/Lima"
    )


def _given() -> dict[str, str]:
    """Return what was given in .env and, before that, in the environment."""
    from dotenv import dotenv_values

    try:
        written = dotenv_values(".env")
    except (UnicodeDecodeError, OSError):
        written = {}
    both = {**written, **os.environ}
    return {n.upper(): v or "" for n, v in both.items() if n.upper().startswith(PREFIX)}


def _explained(error: ValidationError) -> dict[str, UserError]:
    told: dict[str, UserError] = {}
    for one in error.errors(include_url=False, include_context=False):
        name = str(one["loc"][0]) if one["loc"] else ""
        told[name] = _trouble(name, str(one["input"])[:LONGEST])
    return told


def _trouble(name: str, said: str) -> UserError:
    """Say what is wrong; a value is repeated only where it cannot be a secret."""
    called = f"{PREFIX}{name.upper()}"
    if name in ("locale", "log_level"):
        return UserError(f"setup.{name}", said=said)
    if name == "timezone":
        return UserError("setup.timezone", said=said, near=_near(said))
    field = Settings.model_fields.get(name)
    key = KINDS.get(field.annotation) if field else None
    if field is None or key is None:
        return UserError("setup.other", name=called)
    if key == "setup.url":  # a password may stand in one: what was given is not repeated
        several = "setup.urls" if name == "trends_feeds" else key
        return UserError(several, name=called, example=field.default or ADDRESS)
    return UserError(key, name=called, said=said, example=str(field.default))


def _near(said: str) -> str:
    """Return the zone that was probably meant: Lima is in America."""
    from zoneinfo import available_timezones

    wanted = said.strip().replace(" ", "_").lower()
    ends = sorted(z for z in available_timezones() if z.lower().endswith(f"/{wanted}"))
    return ends[0] if wanted and ends else "America/Lima"
