"""What is typed or handed in instead of chosen: a number, a text, a picture."""

from __future__ import annotations

from decimal import Decimal

from configurator.build.asking import Asking
from configurator.build.texts import room_of
from configurator.build.view import Entry
from configurator.build.wording import Wording
from configurator.engine.choices import plain
from configurator.engine.model import Group, Kind, Scale
from configurator.engine.verdict import GroupVerdict, Standing


def entry_of(group: Group, verdict: GroupVerdict, asking: Asking, words: Wording) -> Entry:
    """The field of a group without options, as it stands."""
    answer = asking.answers.get(group.code, "")
    if group.scale is not None:
        return _number(group, group.scale, verdict, words)
    if group.kind is Kind.FILE:
        hint = words.gettext("PNG, JPEG, WebP or GIF, at most {n} MB", n=group.most_bytes // 1_000_000)
        picture = f"/build/{asking.product}/uploads/{answer}" if answer else ""
        return Entry(group.code, group.kind.value, hint=hint, picture=picture)
    look = asking.published.file.words.groups[group.code].preview
    return Entry(group.code, group.kind.value, answer, hint=room_of(group, words), look=look)


def _number(group: Group, scale: Scale, verdict: GroupVerdict, words: Wording) -> Entry:
    told = verdict.state is Standing.CHOSEN or not group.required
    within = {"least": verdict.least, "most": verdict.most, "step": scale.step}
    figures = {name: words.number(group, value) for name, value in within.items()}
    least, most, step = (_typed(value, words) for value in within.values())
    return Entry(
        group.code,
        group.kind.value,
        _typed(verdict.value, words) if told else "",
        least,
        most,
        step,
        words.of(group.unit),
        words.gettext("from {least} to {most}, in steps of {step}", **figures) if least else "",
    )


def _typed(number: Decimal | None, words: Wording) -> str:
    """A number as people of this language type it."""
    text = "" if number is None else plain(number)
    return text.replace(".", ",") if words.locale == "ru" else text
