"""What a request asks of the configurator, from its address, and the address that asks it again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from app.core import clock
from app.core.ids import is_token
from app.core.kept import Kept
from app.core.numbers import read_number
from configurator.build.drafts import ASIDE, Answers, put_aside
from configurator.build.known import Known
from configurator.engine.alphabet import fits
from configurator.engine.choices import Choice, split
from configurator.engine.model import BaseModel, Facts, Group, Kind, Texts
from configurator.engine.product import Product
from configurator.engine.reviews import Reviewed
from configurator.engine.verdict import Click, Verdict
from configurator.pricing.book import PriceBook
from configurator.pricing.destinations import book_at, sold_at
from configurator.publishing.shelf import Published

_SPEC = re.compile(r"[0-9A-Z-]{11,13}")
NOTHING_CHOSEN = "-"
"""Stands for no choices where an empty parameter would mean something else."""
_sold: Kept[tuple[BaseModel, ...]] = Kept(500)


@dataclass(frozen=True)
class Asking:
    """One question to the configurator.

    `choices` are as written, `answers` the personal ones, which no address carries. `region` names the place whose
    prices, tax and availability count: a price book, or a country that has one. `spec` is the code of the saved
    spec that is being changed, if any. `known` are those of the answers that were not given here: we knew them.
    `picked` are options that were put in, or tried, for answers to the guide's questions. `undo` is set right after a
    step that may be taken back: the choices before it, as in an address; `aside` the personal answers that it gave up.
    `embedded` where the page stands in one of another site.
    """

    published: Published
    choices: tuple[str, ...]
    answers: Answers
    base: str
    region: str
    spec: str = ""
    want: str = ""
    known: Mapping[str, Known] = field(default_factory=dict)
    picked: tuple[str, ...] = ()
    undo: str = ""
    aside: Answers = field(default_factory=dict)
    embedded: bool = False

    @classmethod
    def of(cls, published: Published, query: Mapping[str, str], answers: Answers, embedded: bool = False) -> Asking:
        """Read an address, or the hidden fields of the form; nonsense falls back to what the shop has."""
        file = published.file
        base = query.get("base", "")
        region = query.get("region", "").lower()
        return cls(
            published,
            tuple(split(query.get("c", ""))),
            {code: text for code, text in answers.items() if _answers(file.model.group(code), text)},
            base if file.model.base(base) else _first(base.code for base in file.model.bases),
            region if sold_at(file.prices, region) else _first(file.prices),
            spec if _SPEC.fullmatch(spec := query.get("spec", "")) else "",
            query.get("want", "")[:100],
            picked=tuple(split(query.get("picked", ""))),
            undo=",".join(split(query.get("undo", ""))),
            aside={code: text for code, text in put_aside(answers).items() if _answers(file.model.group(code), text)},
            embedded=embedded,
        )

    @property
    def product(self) -> str:
        return self.published.file.code

    @cached_property
    def facts(self) -> Facts:
        return Facts(clock.today(), self.book.region)

    @cached_property
    def book(self) -> PriceBook:
        return book_at(self.published.file.prices, self.region, clock.today())

    @property
    def bases(self) -> tuple[BaseModel, ...]:
        """The base models that are sold there: those with all that makes them up."""
        model, region = self.published.file.model, self.book.region
        key = (self.published.hash, region)
        return _sold.made(key, lambda: tuple(base for base in model.bases if model.sold(base.defaults, region)))

    @property
    def label(self) -> Texts:
        """What the product is called: as its base model, where that is sold."""
        own = next((base.label for base in self.bases if base.code == self.base), None)
        return own or self.published.file.model.label

    @property
    def given(self) -> Answers:
        """The personal answers that were given here, which alone are kept for this browser."""
        return {code: text for code, text in self.answers.items() if code not in self.known}

    def knowing(self, known: Mapping[str, Known]) -> Asking:
        """The same question with what is known of its measures, where nothing is answered here."""
        if not known:
            return self
        model = self.published.file.model
        measures = {group.code for group in model.groups if group.personal and group.kind is Kind.NUMBER}
        fresh = {code: each for code, each in known.items() if code in measures and code not in self.answers}
        answers = {**self.answers, **{code: each.value for code, each in fresh.items()}}
        return replace(self, answers=answers, known={**self.known, **fresh})

    def without(self, fact: int) -> Asking:
        """The same question without what is known by a fact."""
        gone = [code for code, each in self.known.items() if each.fact == fact]
        answers = {code: text for code, text in self.answers.items() if code not in gone}
        known = {code: each for code, each in self.known.items() if code not in gone}
        return replace(self, answers=answers, known=known)

    def personal(self, code: str) -> bool:
        """Whether a choice, as written, belongs to a personal group."""
        group = self.published.file.groups.get(code.partition(".")[0].partition(":")[0])
        return group is not None and group.personal

    @property
    def told(self) -> list[Choice]:
        """The personal answers as choices: a person's measures come before all they choose."""
        found = []
        for code, text in self.answers.items():
            group = self.published.file.model.group(code)
            if group is not None:
                found.append(Choice(code, None, Decimal(text) if group.kind is Kind.NUMBER else Decimal(1)))
        return found

    @property
    def said(self) -> list[str]:
        """All that the engine is told. Personal choices in the address are not: see `misplaced`."""
        return [*map(str, self.told), *(text for text in self.choices if not self.personal(text))]

    def verdict(self) -> Verdict:
        """The engine's answer, for which it is asked once."""
        return self._verdict

    @cached_property
    def _verdict(self) -> Verdict:
        return self.published.compiled.propose(self.said, self.facts, self.base)

    @property
    def misplaced(self) -> list[str]:
        """Groups whose personal answers stood in the address, where they must not."""
        return list(dict.fromkeys(text.partition(":")[0] for text in self.choices if self.personal(text)))

    def reviews(self, product: Product) -> tuple[Reviewed, ...]:
        """What staff should look at in `product`, with the groups it is about."""
        return self.published.reviewer.due(product, self.answers)

    def clicks(self, verdict: Verdict) -> dict[str, Click]:
        """What each option leads to, by its code."""
        return {click.choice.code: click for click in self.published.compiled.clicks(verdict, self.facts)}

    def public(self, choices: Iterable[Choice]) -> tuple[str, ...]:
        """Choices as they may stand in an address."""
        return tuple(str(choice) for choice in choices if not self.personal(choice.code))

    def with_choices(self, choices: Iterable[Choice]) -> Asking:
        """The same question with other choices, as somebody would ask it who comes to it now."""
        chosen = self.public(choices)
        return replace(self, choices=chosen, picked=_among(self.picked, chosen), want="", undo="", aside={})

    def settled(self) -> Asking:
        """The same question in its canonical form, unless something in it cannot be kept, which its page has to say."""
        return self._settled

    @cached_property
    def _settled(self) -> Asking:
        verdict = self.verdict()
        if verdict.dropped:
            return self
        plainly = self.with_choices(verdict.choices)
        return replace(plainly, want=self.want, picked=self.picked, undo=self.undo)

    def undoable(self, before: Asking) -> Asking:
        """The same question, from which one may go back to `before`."""
        aside = {code: text for code, text in before.given.items() if code not in self.answers}
        return replace(self, undo=",".join(before.choices) or NOTHING_CHOSEN, aside=aside)

    def undone(self) -> Asking:
        """The question before the step that may be taken back."""
        choices = () if self.undo == NOTHING_CHOSEN else tuple(split(self.undo))
        answers = {**self.answers, **self.aside}
        return replace(
            self, choices=choices, picked=_among(self.picked, choices), answers=answers, want="", undo="", aside={}
        )

    @property
    def kept(self) -> Answers:
        """What is kept for this browser: the answers that were given here, and those that can be had back."""
        return {**self.given, **{ASIDE + code: text for code, text in self.aside.items()}}

    def address(self, page: str = "", **changes: str) -> str:
        """The canonical address of this question, without the language; with a `page`, that of one beside it."""
        query = self.query(**changes)
        place = self.place if not page else f"/build/{self.product}{page}"
        address = place + (f"?{query}" if query else "")
        return address + ("#conflict" if self.want and not page else "")

    @property
    def place(self) -> str:
        """Where the page stands, whatever it shows."""
        return f"/{'embed' if self.embedded else 'build'}/{self.product}"

    def query(self, **changes: str) -> str:
        """What an address says of this question: nothing personal."""
        return urlencode(self.fields(**changes), safe=",:.")

    def fields(self, **changes: str) -> dict[str, str]:
        """The same, parameter by parameter."""
        fields = {
            "c": ",".join(text for text in self.choices if not self.personal(text)),
            "v": self.published.short,
            "base": "" if self.base == _first(base.code for base in self.published.file.model.bases) else self.base,
            "region": "" if self.region == _first(self.published.file.prices) else self.region,
            "spec": self.spec,
            "want": self.want,
            "picked": ",".join(self.picked),
            "undo": self.undo,
            **changes,
        }
        return {name: value for name, value in fields.items() if value}


def _answers(group: Group | None, text: str) -> bool:
    """Whether what somebody told once still answers the group, which another version may put in another way."""
    if group is None or not group.personal:
        return False
    if group.kind is Kind.TEXT:
        return fits(text, group.max_length, group.alphabet)
    if group.kind is Kind.FILE:
        return is_token(text)
    return group.kind is Kind.NUMBER and read_number(text) is not None


def _among(picked: Iterable[str], choices: Iterable[str]) -> tuple[str, ...]:
    codes = {text.partition(":")[0] for text in choices}
    return tuple(code for code in picked if code in codes)


def _first(codes: Iterable[str]) -> str:
    return next(iter(codes), "")
