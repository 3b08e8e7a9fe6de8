"""What a page has to say first: what was just done and can be undone, and what of the question could not be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from configurator.build.asking import Asking
from configurator.build.view import Button, Notice
from configurator.build.wording import Wording
from configurator.engine.choices import Choice
from configurator.engine.verdict import OptionVerdict, Standing, Verdict

Link = Callable[[str], str]


def notices_of(asking: Asking, verdict: Verdict, words: Wording, link: Link) -> Iterator[Notice]:
    """The notices of a page, in the order in which they are read."""
    _ = words.gettext
    if asking.undo:
        yield _just_done(asking, verdict, words, link)
    if verdict.dropped:
        items = []
        for dropped in verdict.dropped:
            choice = asking.published.compiled.known(dropped.text)
            said = words.sentences(dropped.causes, dropped.text)
            items.append(f"{words.choice(choice) if choice else dropped.text}: {said}")
        yield Notice("warn", _("Not everything could be kept."), tuple(items))
    if asking.misplaced:
        labels = words.listed(asking.misplaced)
        title = _("Personal answers do not belong in an address.")
        yield Notice("warn", title, (_("Please give them on the page: {groups}.", groups=labels),))


def _just_done(asking: Asking, verdict: Verdict, words: Wording, link: Link) -> Notice:
    _ = words.gettext
    before = asking.undone()
    had = {text.partition(":")[0] for text in before.choices}
    fresh = [code for code in asking.picked if code not in had]
    repairs, undo = link(f"/build/{asking.product}/repairs"), _("Undo")
    button = Button(repairs, "undo", asking.undo, undo) if asking.aside else None
    href = "" if button else link(before.address())
    if not fresh:
        return Notice("done", _("Your changes are made."), (), href, undo, button=button)
    again = (link(before.address("/guide")), _("Answer again"))
    items = tuple(_from_answers(asking, before, verdict, fresh, words))
    return Notice("done", _("From your answers"), items, href, undo, (again,), button)


def _from_answers(asking: Asking, before: Asking, verdict: Verdict, fresh: list[str], words: Wording) -> Iterator[str]:
    """What the answers put in, and of the rest why not."""
    _ = words.gettext
    options = {option.code: option for group in verdict.groups for option in group.options}
    chosen = {text.partition(":")[0] for text in asking.choices}
    put_in = [words.option(*code.split(".")) for code in fresh if code in options and code in chosen]
    if put_in:
        yield _("We chose for you: {options}. Change whatever you like.", options="; ".join(put_in))
    for code in fresh:
        if code in options and code not in chosen:
            yield f"{words.option(*code.split('.'))}: {_why_not(asking, before, options[code], words)}"


def _why_not(asking: Asking, before: Asking, option: OptionVerdict, words: Wording) -> str:
    if option.state is Standing.BLOCKED:
        return words.sentences(option.causes, option.code)
    _ = words.gettext
    if own := _choice_in(before, option.group):
        return _("you had chosen {choice}.", choice=words.choice(own))
    if other := _choice_in(asking, option.group):
        return _("another answer asks for {choice}.", choice=words.choice(other))
    return _("it does not go with the rest.")


def _choice_in(asking: Asking, group: str) -> Choice | None:
    """What is chosen for the group's question, if anything is."""
    choices = map(Choice.parse, asking.choices)
    return next((choice for choice in choices if choice is not None and choice.group == group), None)
