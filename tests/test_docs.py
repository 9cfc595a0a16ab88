"""The docs say what is true: every command, setting and sentence appears where it should."""

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

import handlers
from bot.cli.docs import as_json, page
from bot.settings import Settings
from peruopt.chat.words import LOCALE_FILES, LOCALES, Words, topic

ROOT = Path(__file__).parent.parent
COMMANDS = sorted({c.name: c for c in handlers.load().commands.values()}.items())


def test_the_page_of_commands_is_the_register():
    assert (ROOT / "docs/commands.md").read_text("utf-8") == page(), "run `make docs`"


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_every_command_is_explained(locale, name, command):
    words = Words(locale)
    for key in (f"{command.topic}.help", f"{command.topic}.usage"):
        assert words.has(key), key
    told = words(f"{command.topic}.help")
    assert told[0].islower(), f"{command.topic}.help begins small: it stands after the name"
    assert not told.endswith("."), f"{command.topic}.help is no sentence"


def test_both_languages_have_the_same_sentences_with_the_same_values():
    spanish, english = (
        {
            f"{path.stem}.{name}": sentence
            for path in (LOCALE_FILES / locale).glob("*.toml")
            for name, sentence in topic(locale, path.stem).items()
        }
        for locale in LOCALES
    )
    assert spanish.keys() == english.keys()
    different = [key for key in spanish if values(spanish[key]) != values(english[key])]
    assert different == []


def values(sentence) -> set[str]:
    forms = sentence.values() if isinstance(sentence, dict) else [sentence]
    names = {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}
    return {re.split(r"[.\[]", name)[0] for name in names} - {"n"}


def test_every_setting_is_in_the_example():
    example = (ROOT / ".env.example").read_text("utf-8")
    missing = [n for n in Settings.model_fields if f"PERUOPT_{n.upper()}=" not in example]
    assert missing == []


def test_every_file_that_the_docs_point_to_exists():
    broken = [
        f"{path.name}: {link}"
        for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
        if "://" not in link and not (path.parent / link).exists()
    ]
    assert broken == []


def test_the_constraints_hold_every_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = {
        line.partition("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        if "==" in line
    }
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = {re.split(r"[\[<>=!~ ]", name)[0].lower().replace("_", "-") for name in wanted}
    assert names - pinned == set()


def test_the_index_has_every_command_as_its_file_registers_it():
    assert handlers.INDEX.read_text("utf-8") == as_json(handlers.index()), "run `make docs`"
