"""Articles, contractions and agreement, Spanish first."""

from __future__ import annotations

from dataclasses import dataclass

_FORMS = ("ms", "fs", "mp", "fp")


@dataclass(frozen=True, slots=True)
class Agreement:
    """`{d:es|son}`, `{d:listo|lista|listos|listas}`: the form that agrees with the dish."""

    form: str

    def __format__(self, spec: str) -> str:
        options = spec.split("|")
        if len(options) == 2:
            return options[self.form.endswith("p")]
        return options[_FORMS.index(self.form)]


@dataclass(frozen=True, slots=True)
class EatOrDrink:
    """`{k:comer|tomar}`: what one does with it."""

    drink: bool

    def __format__(self, spec: str) -> str:
        return spec.split("|")[self.drink]


def articles(name: str, form: str) -> dict[str, str]:
    """Return the name of a Spanish dish with every article it may need."""
    i = _FORMS.index(form)
    el, un = ("el", "la", "los", "las")[i], ("un", "una", "unos", "unas")[i]
    este = ("este", "esta", "estos", "estas")[i]
    of = "del" if i == 0 else f"de {el}"
    to = "al" if i == 0 else f"a {el}"
    forms = {"el": el, "un": un, "este": este, "del": of, "al": to}
    said = {key: f"{article} {name}" for key, article in forms.items()}
    return said | {key.capitalize(): upper(text) for key, text in said.items()}


def upper(text: str) -> str:
    """Return `text` with its first letter in upper case, whatever stands before it."""
    for i, char in enumerate(text):
        if char.isalpha():
            return text[:i] + char.upper() + text[i + 1 :]
        if char.isdigit():
            break
    return text


def lower(text: str) -> str:
    """Return `text` with its first letter in lower case, unless its first word shouts."""
    word = text.lstrip("¿¡“\"'").split(" ", 1)[0]
    if len(word) > 1 and word.isupper():
        return text
    for i, char in enumerate(text):
        if char.isalpha():
            return text[:i] + char.lower() + text[i + 1 :]
        if char.isdigit():
            break
    return text
