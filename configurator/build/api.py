"""The verdict for programs: what the page shows, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, JSONBody, Parameter
from msgspec import Meta, Struct, field

from app.core.database import Database
from app.core.forms import OWN_BODY
from app.core.i18n import N_
from app.core.language import locale_of
from app.core.numbers import read_number
from app.core.problems import described
from configurator.build.asking import Asking
from configurator.build.wording import Wording
from configurator.engine.alphabet import fits, readable
from configurator.engine.choices import MOST_CHOICES, Choice, plain
from configurator.engine.model import Group, Kind, ProductModel
from configurator.engine.verdict import Cause, Click, GroupVerdict, OptionVerdict, Speaker, Standing, Verdict
from configurator.pricing.quote import quote, total
from configurator.publishing.shelf import Shelf

CHOICES = N_("Choices, oldest first: group.option, group.option:2, group.option:0, group:820")
PERSONAL = N_(
    "Personal answers by group, a number or a text of the characters that the group allows;"
    " they count before all choices and are not kept. Pictures can be handed in on the page only."
)
VERSION = N_("Product version (the beginning of its hash); the current one without it")
BASE = N_("Base model whose defaults fill what is not chosen")
REGION = N_("Place whose prices and tax count: a region (eu) or a country (de)")
VERDICT = N_("The state of every option with its reasons, and the price line by line")
PROBLEMS = {400: described(N_("The question cannot be read")), 404: described(N_("There is no such product"))}


class CauseJson(Struct):
    """One reason: the rule's code (or the kind of bar), its message, and the choices it needs."""

    rule: str
    message: str
    choices: list[str]


class DroppedJson(Struct):
    """A choice that could not be kept."""

    choice: str
    causes: list[CauseJson]


class OptionJson(Struct):
    """An option. `difference` is what a click on it would add to the total; null when it is blocked."""

    code: str
    label: str
    state: str
    quantity: int
    quantities: list[int]
    difference: int | None
    moves: list[str]
    causes: list[CauseJson]


class GroupJson(Struct):
    """A question. `value`, `min`, `max`, `step` and `unit` are a number's; `min` and `max` are within reach now.

    One that is not `present` is not asked as things stand. It has no value; choosing what is open there brings it in,
    and if nothing is, its state is blocked, and `min` and `max` are null.
    """

    code: str
    label: str
    kind: str
    personal: bool
    required: bool
    present: bool
    state: str
    options: list[OptionJson]
    value: float | None = None
    min: float | None = None
    max: float | None = None
    step: float | None = None
    unit: str | None = None
    causes: list[CauseJson] = []


class LineJson(Struct):
    label: str
    amount: int


class TaxJson(Struct):
    """`rate` in per cent; `amount` in minor units."""

    rate: float
    amount: int


class PriceJson(Struct):
    """Minor units. `total` is the sum of the lines; included tax stands in `tax`, added tax is a line too."""

    currency: str
    total: int
    lines: list[LineJson]
    tax: list[TaxJson]


class ReviewJson(Struct):
    """Something unlikely that staff look at before it is made; it refuses nothing. `groups` are those it is about."""

    code: str
    message: str
    groups: list[str]


class VerdictJson(Struct):
    """The engine's answer. `missing` are groups that must still be answered before the product can be ordered;
    `lead_days` is how long it takes to make what stands; `reviews` are what staff will look at first.
    """

    product: str
    version: str
    base: str
    choices: list[str]
    dropped: list[DroppedJson]
    complete: bool
    missing: list[str]
    lead_days: int
    price: PriceJson
    groups: list[GroupJson]
    reviews: list[ReviewJson]


class VerdictQuestion(Struct):
    """The choices so far, oldest first, and what no address may carry: personal numbers and texts by group."""

    choices: Annotated[list[str], Meta(max_length=MOST_CHOICES, description=CHOICES)] = field(default_factory=list)
    personal: Annotated[dict[str, str | int | float], Meta(description=PERSONAL)] = field(default_factory=dict)
    version: Annotated[str, Meta(description=VERSION)] = ""
    base: Annotated[str, Meta(description=BASE)] = ""
    region: Annotated[str, Meta(description=REGION)] = ""


@get(
    "/api/products/{product:str}/verdict",
    tags=["Products"],
    summary=N_("The state of every option, and the price"),
    response_description=VERDICT,
    responses=PROBLEMS,
)
async def verdict_of_address(
    request: Request[Any, Any, Any],
    product: FromPath[str],
    database: NamedDependency[Database],
    shelf: NamedDependency[Shelf],
    c: Annotated[str, Parameter(description=CHOICES)] = "",
    v: Annotated[str, Parameter(description=VERSION)] = "",
    base: Annotated[str, Parameter(description=BASE)] = "",
    region: Annotated[str, Parameter(description=REGION)] = "",
) -> VerdictJson:
    """Every option is chosen, implied, default, open or blocked, and says why. Amounts are minor units."""
    return await _verdict(request, product, database, shelf, {"c": c, "v": v, "base": base, "region": region}, None)


@post(
    "/api/products/{product:str}/verdict",
    tags=["Products"],
    summary=N_("The same, with personal answers in the body"),
    response_description=VERDICT,
    status_code=200,
    responses=PROBLEMS,
    opt={OWN_BODY: True},
)
async def verdict_of_body(
    request: Request[Any, Any, Any],
    product: FromPath[str],
    database: NamedDependency[Database],
    shelf: NamedDependency[Shelf],
    data: JSONBody[VerdictQuestion],
) -> VerdictJson:
    """Writes nothing. Personal answers (measures, texts) count before all choices; they may stand among these, too."""
    fields = {"c": ",".join(data.choices), "v": data.version, "base": data.base, "region": data.region}
    return await _verdict(request, product, database, shelf, fields, data.personal)


async def _verdict(
    request: Request[Any, Any, Any],
    product: str,
    database: Database,
    shelf: Shelf,
    fields: dict[str, str],
    personal: dict[str, str | int | float] | None,
) -> VerdictJson:
    """The answer; `personal` is None where no personal answer may stand."""
    async with database.reading() as session:
        named = await shelf.version(session, product, fields["v"]) if fields["v"] else None
        published = named or await shelf.shown(session, product)
    if published is None:
        raise NotFoundException
    asking = Asking.of(published, fields, {})
    if personal is None:
        return _Speaker(asking, locale_of(request)).verdict(asking.misplaced, [])
    among = [choice for text in asking.choices if asking.personal(text) and (choice := Choice.parse(text))]
    given = {**{choice.group: str(choice.amount) for choice in among}, **personal}
    answers, unread = _answers(published.file.model, given)
    asking = replace(asking, answers=answers)
    return _Speaker(asking, locale_of(request)).verdict([], unread)


def _answers(model: ProductModel, given: Mapping[str, str | float]) -> tuple[dict[str, str], list[str]]:
    """Personal answers as the engine can take them, and those that are none."""
    answers, unread = {}, []
    for code, value in given.items():
        group = model.group(code)
        text = _answer(group, str(value).strip()) if group is not None and group.personal else ""
        if text:
            answers[code] = text
        else:
            unread.append(f"{code}:{value}"[:100])
    return answers, unread


def _answer(group: Group, given: str) -> str:
    if group.kind is Kind.TEXT:
        text = readable(given)
        return text if fits(text, group.max_length, group.alphabet) else ""
    value = read_number(given) if group.kind is Kind.NUMBER else None
    return "" if value is None else plain(value)


class _Speaker:
    def __init__(self, asking: Asking, locale: str) -> None:
        self._asking = asking
        self._words = Wording(asking.published.file, locale)
        self._verdict: Verdict = asking.verdict()
        self._clicks = asking.clicks(self._verdict)
        self._breakdown = quote(asking.book, self._verdict.product)

    def verdict(self, misplaced: list[str], unread: list[str]) -> VerdictJson:
        """The whole answer; `misplaced` personal answers stood in an address, `unread` ones are none."""
        verdict, asking = self._verdict, self._asking
        refusal = CauseJson("personal", self._words.gettext("Personal answers do not belong in an address"), [])
        dropped = [DroppedJson(code, [refusal]) for code in misplaced]
        dropped += [DroppedJson(text, self._causes((Cause("unknown", Speaker.UNKNOWN),))) for text in unread]
        dropped += [DroppedJson(each.text, self._causes(each.causes)) for each in verdict.dropped]
        return VerdictJson(
            asking.product,
            asking.published.hash,
            asking.base,
            list(map(str, verdict.choices)),
            dropped,
            verdict.complete,
            list(verdict.missing),
            asking.published.file.model.wait(verdict.product),
            self._price(),
            [self._group(group) for group in verdict.groups],
            self._reviews(),
        )

    def _reviews(self) -> list[ReviewJson]:
        due = self._asking.reviews(self._verdict.product)
        return [ReviewJson(each.review.code, self._words.of(each.review.message), list(each.groups)) for each in due]

    def _price(self) -> PriceJson:
        breakdown = self._breakdown
        lines = [LineJson(self._words.line(line, self._asking.book), line.amount) for line in breakdown.lines]
        tax = [TaxJson(float(breakdown.tax.rate), breakdown.tax.amount)] if breakdown.tax.rate else []
        return PriceJson(breakdown.currency, breakdown.total, lines, tax)

    def _group(self, verdict: GroupVerdict) -> GroupJson:
        group = self._asking.published.file.model[verdict.code]
        return GroupJson(
            group.code,
            self._words.of(group.label),
            group.kind.value,
            group.personal,
            group.required,
            verdict.present,
            verdict.state.value,
            [self._option(option) for option in verdict.options],
            _float(verdict.value),
            _float(verdict.least),
            _float(verdict.most),
            _float(group.scale.step if group.scale else None),
            self._words.of(group.unit) or None,
            self._causes(verdict.causes),
        )

    def _option(self, option: OptionVerdict) -> OptionJson:
        click = self._clicks.get(option.code)
        return OptionJson(
            option.code,
            self._words.option(option.group, option.option),
            option.state.value,
            option.quantity,
            list(option.quantities),
            self._difference(option, click),
            list(click.moves) if click else [],
            self._causes(option.causes),
        )

    def _difference(self, option: OptionVerdict, click: Click | None) -> int | None:
        if option.state is Standing.BLOCKED:
            return None
        return total(self._asking.book, click.product) - self._breakdown.total if click else 0

    def _causes(self, causes: tuple[Cause, ...]) -> list[CauseJson]:
        return [CauseJson(c.rule, self._words.message(c), list(map(str, c.choices))) for c in causes]


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


routes = [verdict_of_address, verdict_of_body]
