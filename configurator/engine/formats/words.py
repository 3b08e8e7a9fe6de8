"""What the rules of a model in another form say to a reader: it has names, and no messages of its own."""

from __future__ import annotations

from collections.abc import Sequence

from configurator.engine.model import Texts

LOCALES = ("en", "ru")
MOST_NAMES = 6
ABSENT = "–"
"""What stands for the value of a part that is not there."""


def named(name: str) -> Texts:
    """A name as a label, the same in every language."""
    return dict.fromkeys(LOCALES, name)


def called(label: Texts) -> str:
    """The name that a label is: English where it has several languages."""
    return label.get(LOCALES[0]) or next(iter(label.values()))


def another(number: int) -> Texts:
    """Any text but those that are spoken of."""
    tail = f" {number}" if number > 1 else ""
    return {"en": f"another{tail}", "ru": f"другое{tail}"}


def required(name: str) -> Texts:
    """A feature that every product has."""
    return {"en": f"{name} is in every product", "ru": f"«{name}» есть в каждом изделии"}


def needs_parent(child: str, parent: str) -> Texts:
    """A feature and the one that it belongs to."""
    return {"en": f"{child} needs its parent {parent}", "ru": f"Для «{child}» нужен родитель «{parent}»"}


def comes_along(child: str, parent: str) -> Texts:
    """A feature that comes with the one it belongs to."""
    return {"en": f"{parent} always comes with {child}", "ru": f"«{parent}» всегда включает «{child}»"}


def some_below(least: int, most: int, children: Sequence[str], parent: str) -> Texts:
    """How many of these go with the one that they belong to."""
    if least == most:
        count = {"en": f"Exactly {least}", "ru": f"Ровно {least}"}
    elif most >= len(children):
        count = {"en": f"At least {least}", "ru": f"Не меньше {least}"}
    else:
        count = {"en": f"{least} to {most}", "ru": f"От {least} до {most}"}
    return {
        "en": f"{count['en']} of {_listed(children, 'and', 'more')} below {parent}",
        "ru": f"{count['ru']} из: {_listed(children, 'и ещё', '')}; внутри «{parent}»",
    }


def has_value(name: str) -> Texts:
    """A part and its value."""
    return {"en": f"{name} has a value just when it is in", "ru": f"У «{name}» есть значение, только если оно входит"}


def never(name: str) -> Texts:
    """What no product has."""
    return {"en": f"{name} cannot be had", "ru": f"«{name}» недоступно"}


def clause(needed: Sequence[str], given: Sequence[str]) -> Texts:
    """Where all of `given` are in, one of `needed` is too."""
    some = {"en": _listed(needed, "or one of", "more"), "ru": _listed(needed, "или ещё", "")}
    every = {"en": _listed(given, "and", "more"), "ru": _listed(given, "и ещё", "")}
    if not given:
        return {"en": f"One of these is needed: {some['en']}", "ru": f"Нужно хотя бы одно: {some['ru']}"}
    if not needed:
        if len(given) == 1:
            return never(given[0])
        return {"en": f"These do not go together: {every['en']}", "ru": f"Не сочетаются: {every['ru']}"}
    return {"en": f"With {every['en']} goes {some['en']}", "ru": f"При выборе {every['ru']} нужно {some['ru']}"}


def combination(table: str, groups: Sequence[str]) -> Texts:
    """A table of what goes together."""
    return {
        "en": f"{_listed(groups, 'and', 'more')} do not go together like this ({table})",
        "ru": f"Так не сочетаются: {_listed(groups, 'и ещё', '')} ({table})",
    }


def _listed(names: Sequence[str], link: str, tail: str) -> str:
    """The first names, and how many there are besides."""
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    return f"{', '.join(names[: MOST_NAMES - 1])} {link} {len(names) - MOST_NAMES + 1} {tail}".rstrip()
