"""The options of a question as tiles. The same tile stands on many pages, so each is written out once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from app.core.kept import Kept
from configurator.build.asking import Asking
from configurator.build.view import Quantity, Tile
from configurator.build.wording import Wording
from configurator.catalogue.words import GroupWords, OptionWords
from configurator.engine.model import Group, Kind
from configurator.engine.verdict import Click, OptionVerdict, Standing, Verdict
from configurator.pricing.quote import Totals

_tiles: Kept[Tile] = Kept(8_000)


class Tiles:
    """Makes the tiles of one page, on which the standing product comes to `now`."""

    def __init__(
        self,
        asking: Asking,
        verdict: Verdict,
        clicks: Mapping[str, Click],
        now: int,
        words: Wording,
        link: Callable[[str], str],
    ) -> None:
        self._asking = asking
        self._missing = verdict.missing
        self._clicks = clicks
        self._now = now
        self._book = asking.book
        self._totals = Totals(self._book, verdict.product)
        self._words = words
        self._link = link
        self._page = (asking.published.hash, words.locale, link(""), self._book.currency)

    def tile(self, group: Group, option: OptionVerdict, shown: GroupWords) -> Tile:
        """The tile of an option of a group."""
        code = option.code
        click = self._clicks.get(code)
        moved = click.moves if click is not None and not option.quantity else ()
        moves = tuple([group for group in moved if group not in self._missing])
        difference = None
        if click is not None and not option.quantity:
            difference = self._totals.of(click) - self._now
        wanted, picked = self._asking.want == code, code in self._asking.picked
        key = (self._page, code, _said(option), wanted, picked, difference, moves)
        return _tiles.made(key, lambda: self._made(group, option, shown, difference, moves))

    def _made(
        self,
        group: Group,
        option: OptionVerdict,
        shown: GroupWords,
        difference: int | None,
        moves: tuple[str, ...],
    ) -> Tile:
        words, own = self._words, shown.options.get(option.option, OptionWords())
        wanted = self._asking.want == option.code
        pieces = group.option(option.option)
        many = pieces is not None and len(pieces.quantities) > 1
        counts = option.quantities or (pieces.quantities[:1] if pieces else ())
        return Tile(
            option.code,
            option.code.replace(".", "-"),
            group.code if group.kind is Kind.ONE else option.code,
            words.option(option.group, option.option),
            words.of(own.note),
            option.state.value,
            words.gettext("You asked for this") if wanted else self._tag(option),
            option.quantity > 0,
            self._difference(option, difference),
            words.gettext("Also changes {groups}.", groups=words.listed(moves)) if moves else "",
            words.reasons(option.causes, option.code, option.state is Standing.IMPLIED),
            tuple(Quantity(n, n == option.quantity) for n in (0, *counts)) if many else (),
            own.swatch,
            own.icon,
            wanted,
            self._link(f"/build/{self._asking.product}/glossary#{option.code.replace('.', '-')}") if own.help else "",
        )

    def _tag(self, option: OptionVerdict) -> str:
        _ = self._words.gettext
        match option.state:
            case Standing.CHOSEN:
                return _("From your answers") if option.code in self._asking.picked else _("Your choice")
            case Standing.DEFAULT:
                return _("Our default")
            case Standing.IMPLIED:
                return _("Follows from your choices") if option.causes else _("The only one there is")
            case _:
                return ""

    def _difference(self, option: OptionVerdict, difference: int | None) -> str:
        if option.state is Standing.BLOCKED:
            return ""
        if option.quantity:
            return self._words.gettext("in this price")
        return "" if difference is None else self._words.difference(difference, self._book)


def _said(option: OptionVerdict) -> tuple[Hashable, ...]:
    """All that a verdict says of an option."""
    causes = tuple(
        [
            (c.rule, c.choices, c.shortfall and (c.shortfall.needs, c.shortfall.has, c.shortfall.terms))
            for c in option.causes
        ]
    )
    return option.state, option.quantity, option.quantities, causes
