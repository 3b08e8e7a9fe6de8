"""Reading a shopper's choices from left to right: what is kept, what gives way, what cannot be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from configurator.engine.choices import Choice
from configurator.engine.model import Kind, ProductModel
from configurator.engine.solving.slots import Space
from configurator.engine.verdict import Cause, Dropped, Speaker

Kept = tuple[Choice, ...]


class Reader:
    """Reads choices for one product."""

    def __init__(self, model: ProductModel, space: Space) -> None:
        self._model = model
        self._space = space

    def read(
        self,
        texts: Iterable[str],
        buildable: Callable[[Kept], bool],
        blame: Callable[[Choice, Kept], tuple[Cause, ...]],
    ) -> tuple[Kept, tuple[Dropped, ...]]:
        """The choices kept, oldest first, and those dropped.

        A later choice takes the place of an earlier one on the same subject; any other that contradicts those already
        kept is dropped. `buildable` tells whether choices go together, `blame` why one does not go with the kept.
        """
        parsed = [(text, self.known(text)) for text in texts]
        known = [choice for _, choice in parsed if choice is not None]
        at_once = all(map(buildable, self._if_all_are_kept(known)))
        kept: Kept = ()
        dropped: list[Dropped] = []
        for text, choice in parsed:
            if choice is None:
                dropped.append(Dropped(text, (Cause("unknown", Speaker.UNKNOWN),)))
                continue
            others = self.without(kept, choice)
            if choice in kept:
                continue
            if at_once or buildable((*others, choice)):
                kept = (*others, choice)
            else:
                dropped.append(Dropped(text, blame(choice, others)))
        return kept, tuple(dropped)

    def known(self, text: str) -> Choice | None:
        """The choice that `text` spells, in its canonical form, if the product has it."""
        choice = Choice.parse(text)
        found = None if choice is None else self._space.choice_mask(choice)
        if choice is None or found is None:
            return None
        number, mask = found
        certain = mask.bit_count() == 1 and choice.amount != 0
        return self._space.choice(number, mask.bit_length() - 1) if certain else choice

    def without(self, kept: Kept, choice: Choice) -> Kept:
        """`kept` less what `choice` takes the place of."""
        return tuple(other for other in kept if not self._gives_way(other, choice))

    def _gives_way(self, earlier: Choice, later: Choice) -> bool:
        if earlier.group != later.group:
            return False
        group = self._model.group(later.group)
        whole = group is not None and group.kind is Kind.ONE and later.amount != 0
        return whole or earlier.option == later.option

    def _if_all_are_kept(self, choices: Iterable[Choice]) -> Iterator[Kept]:
        """The choices that would then stand together: before each that takes another's place, and in the end."""
        kept: Kept = ()
        for choice in choices:
            others = self.without(kept, choice)
            if choice not in kept:
                if others != kept:
                    yield kept
                kept = (*others, choice)
        yield kept
