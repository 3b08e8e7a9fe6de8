"""What the configurator's template shows. All words are translated, all amounts are written out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something does not fit, or follows: the kind, the rule's words, and the choices behind it."""

    kind: str
    message: str
    because: tuple[str, ...] = ()
    because_words: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    value: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Tile:
    """An option. `field` is its name in the form; `difference` the price of a click, in words."""

    code: str
    dom_id: str
    field: str
    label: str
    note: str
    state: str
    tag: str
    checked: bool
    difference: str
    moves: str
    reasons: tuple[Reason, ...]
    quantities: tuple[Quantity, ...]
    swatch: str
    icon: str
    wanted: bool
    help_href: str = ""
    """Where it is explained, if it is."""

    def __hash__(self) -> int:
        """Of what tells nearly all tiles apart: every page looks up each of its own."""
        return hash((self.code, self.label, self.state, self.tag, self.difference, self.moves, self.checked))


@dataclass(frozen=True, slots=True)
class Entry:
    """A number or a text to be typed, or a picture to be handed in.

    `look` is the css class in which a text is shown as it will be, `picture` the address of one that was handed in.
    """

    field: str
    kind: str
    value: str = ""
    min: str = ""
    max: str = ""
    step: str = ""
    unit: str = ""
    hint: str = ""
    error: str = ""
    look: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Swap:
    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way to have what does not fit: what it gives up, what goes and comes with that, and the total then.

    Where it gives up personal answers (`forgets`, groups with commas between them), no address leads there: the page's
    form has to say so, with the `choices` that then stand.
    """

    title: str
    goes: tuple[Swap, ...]
    comes: tuple[Swap, ...]
    total: str
    difference: str
    apply_href: str
    choices: str
    forgets: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """What would have to change for a blocked option that the shopper asked for; no ways where nothing helps."""

    title: str
    intro: str
    reasons: tuple[Reason, ...]
    ways: tuple[Way, ...]
    keep_href: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """What was filled in, since the person told us once; the id of that fact."""

    fact: int
    words: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What we offer, and why: something that is known of the person, by its id and in words."""

    fact: int
    words: str
    offers: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A group. `status` is done, default, needs, or absent where it is asked only if something else changes.

    An absent one has no number, and is not `shown` unless it can be answered.
    """

    number: int
    code: str
    label: str
    question: str
    help: str
    kind: str
    layout: str
    answer: str
    status: str
    status_words: str
    open: bool
    tiles: tuple[Tile, ...]
    entry: Entry | None
    why: tuple[Reason, ...]
    conflict: Conflict | None
    reminder: Reminder | None = None
    shown: bool = True
    reviews: tuple[str, ...] = ()
    """What our staff will look at."""

    @property
    def plain(self) -> bool:
        """Whether there are options alone in it, so that it looks the same on every page: nothing that is typed or
        known, and nothing that would have to change."""
        return not (self.entry or self.reminder or self.reviews or self.conflict)

    @property
    def blocked(self) -> bool:
        """Whether any of its options does not fit."""
        return any(tile.state == "blocked" for tile in self.tiles)

    @classmethod
    def hidden(cls, code: str) -> Question:
        """The place of a group that cannot be answered as things stand."""
        return cls(0, code, "", "", "", "", "", "", "absent", "", False, (), None, (), None, shown=False)


@dataclass(frozen=True, slots=True)
class PriceLine:
    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class Slip:
    total: str
    tax: str
    change: str
    lines: tuple[PriceLine, ...]
    lines_words: str
    review: str = ""
    """That our staff will look at something first."""
    ready: str = ""
    back: str = ""
    """Whether it may be sent back."""
    place: str = ""
    """Whose prices these are."""


@dataclass(frozen=True, slots=True)
class BaseCard:
    code: str
    label: str
    note: str
    href: str
    current: bool
    price: str
    picture_src: str
    """The address of its own drawing."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button of the page's form, which sends it to `action`."""

    action: str
    name: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the page has to say first. `tone` is empty, warn, stop or done; `also` are more links with words."""

    tone: str
    title: str
    items: tuple[str, ...] = ()
    href: str = ""
    link_words: str = ""
    also: tuple[tuple[str, str], ...] = ()
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: its template, what it follows (group to answer), and its words; without any it only adorns.

    `id` begins the ids of its layers, for a page with several drawings.
    """

    template: str
    parts: Mapping[str, object] = field(hash=False)
    alt: str = ""
    id: str = "p"


@dataclass(frozen=True, slots=True)
class BuildPage:
    """The whole page; `choices` is the canonical ``c``, `here` its address, `place` that without what it shows."""

    product: str
    place: str
    version: str
    base: str
    choices: str
    region: str
    spec: str
    here: str
    title: str
    summary: str
    picture: Picture
    bases: tuple[BaseCard, ...]
    notices: tuple[Notice, ...]
    progress_words: str
    needs_words: str
    needs_href: str
    questions: tuple[Question, ...]
    slip: Slip
    status: str
    amount: int
    """The total in minor units."""
    current: str = ""
    """The code of the question that comes next."""
    picked: str = ""
    guided: bool = False
    """Whether there are questions that help to choose."""
    files: bool = False
    """Whether pictures can be handed in."""
    explained: bool = False
    """Whether there is a page with the words of the trade."""
    known: str = ""
    """What was filled in, as the form carries it."""
    suggestions: tuple[Suggestion, ...] = ()
    offers: tuple[str, ...] = ()
    """The options that are offered on it."""
    embedded: bool = False
    """Whether it stands in a page of another site, where nothing personal is asked and nothing is saved."""

    @property
    def whole(self) -> bool:
        """Whether its links lead to whole pages: parts of one are made without asking what is known of anybody."""
        return bool(self.known or self.offers)

    @property
    def tiles(self) -> dict[str, Tile]:
        """Every option by its code."""
        return {tile.code: tile for question in self.questions for tile in question.tiles}

    @property
    def blocked(self) -> frozenset[str]:
        """The options that do not fit."""
        return frozenset(tile.code for each in self.questions for tile in each.tiles if tile.state == "blocked")
