"""Small random products that use every construct of the language, as hypothesis strategies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from configurator.engine.choices import Choice
from configurator.engine.language import parse
from configurator.engine.model import (
    Bar,
    BarKind,
    BaseModel,
    Facts,
    Group,
    Kind,
    Option,
    ProductModel,
    Rule,
    Scale,
    Table,
)
from configurator.engine.solving.slots import Space

FACTS = Facts(dt.date(2026, 11, 22), "eu")
WORDS = {"en": "because"}

weights = st.integers(0, 9).map(Decimal)
bars = st.one_of(
    st.just(()),
    st.just(()),
    st.just(()),
    st.sampled_from([(Bar(kind),) for kind in (BarKind.STOCK, BarKind.STAFF)]),
    st.just((Bar(BarKind.ENDED, day=dt.date(2026, 11, 21)),)),
    st.just((Bar(BarKind.ENDED, day=dt.date(2026, 11, 22)),)),
    st.just((Bar(BarKind.REGION, regions=frozenset({"us"})),)),
)


@st.composite
def options(draw: st.DrawFn, count: int, pieces: bool) -> tuple[Option, ...]:
    return tuple(
        Option(
            f"o{index}",
            WORDS,
            {"w": draw(weights), "v": draw(weights)},
            (1, 2) if pieces and index == 0 else (1,),
            draw(bars),
        )
        for index in range(count)
    )


@st.composite
def models(draw: st.DrawFn) -> ProductModel:
    """A product of some thousand candidates at most."""
    groups = (
        Group("a", Kind.ONE, WORDS, draw(options(draw(st.integers(1, 3)), draw(st.booleans())))),
        Group("b", Kind.ONE, WORDS, draw(options(draw(st.integers(2, 8)), False))),
        Group(
            "s",
            Kind.SOME,
            WORDS,
            draw(options(2, draw(st.booleans()))),
            draw(st.integers(0, 1)),
            draw(st.sampled_from([None, 2])),
        ),
        Group("n", Kind.NUMBER, WORDS, scale=Scale(Decimal(1), Decimal("5.5"), Decimal("0.5")), required=True),
        Group("t", Kind.TEXT, WORDS, personal=True, max_length=5),
    )
    bare = ProductModel("p", WORDS, groups)
    rules = tuple(Rule(f"r{i}", parse(draw(formulas(bare))), WORDS) for i in range(draw(st.integers(0, 5))))
    tables = tuple(draw(table(bare)) for _ in range(draw(st.integers(0, 1))))
    defaults = st.lists(choices(bare).filter(lambda choice: choice.amount != 0 or choice.option is None), max_size=4)
    bases = (BaseModel("base", WORDS, tuple(draw(defaults))),)
    return ProductModel("p", WORDS, groups, rules, tables, bases)


@st.composite
def table(draw: st.DrawFn, model: ProductModel) -> Table:
    one = [group for group in model.groups if group.kind is Kind.ONE]
    cells = [st.sets(st.sampled_from([o.code for o in g.options]), min_size=1).map(frozenset) for g in one]
    rows = draw(st.lists(st.tuples(*cells), min_size=1, max_size=4))
    return Table("table", tuple(g.code for g in one), tuple(rows), draw(st.booleans()), WORDS)


def choices(model: ProductModel) -> st.SearchStrategy[Choice]:
    space = Space(model)
    every = [
        space.choice(n, i) for n, slot in enumerate(space.slots) for i, v in enumerate(slot.values) if not v.absent
    ]
    denials = [Choice(group.code, option.code, Decimal(0)) for group, option in model.options()]
    return st.sampled_from([choice for choice in every if choice.amount != 0 or choice.option is None] + denials)


@st.composite
def formulas(draw: st.DrawFn, model: ProductModel, depth: int = 2) -> str:
    has = st.sampled_from([f"{group.code}.{option.code}" for group, option in model.options()] + ["given(t)"])
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(has) if draw(st.booleans()) else draw(comparisons(model))
    left, right = draw(formulas(model, depth - 1)), draw(formulas(model, depth - 1))
    word = draw(st.sampled_from(["and", "or", "implies", "iff", "not"]))
    return f"not ({left})" if word == "not" else f"({left}) {word} ({right})"


@st.composite
def comparisons(draw: st.DrawFn, model: ProductModel) -> str:
    first = f"s.{model.groups[2].options[0].code}"
    terms = [
        "n",
        "a.w",
        "b.v",
        "s.w",
        "sum(w)",
        "sum(v, a, s)",
        "count(s)",
        f"count({first}, b.o0)",
        f"quantity({first})",
        "3",
    ]
    factors = st.sampled_from(["", "2 * ", "-1 * ", "0.5 * "])
    left = " + ".join(draw(factors) + draw(st.sampled_from(terms)) for _ in range(draw(st.integers(1, 3))))
    sign = draw(st.sampled_from(["<=", "<", ">=", ">", "=", "!="]))
    return f"{left} {sign} {draw(st.integers(0, 20))}"


DAYS = (dt.date(2026, 11, 21), dt.date(2026, 11, 22), dt.date(2026, 11, 23))
EVERY_BAR = (
    *(Bar(kind) for kind in (BarKind.STOCK, BarKind.RETIRED, BarKind.STAFF)),
    *(Bar(kind, day=DAYS[1]) for kind in (BarKind.ENDED, BarKind.NOT_YET)),
    *(Bar(BarKind.REGION, regions=frozenset(regions)) for regions in ({"eu"}, {"us"}, {"eu", "us"})),
)
any_facts = st.builds(Facts, st.sampled_from(DAYS), st.sampled_from(["eu", "us"]))
figures = st.builds(
    lambda whole, part: whole + part, st.integers(-2, 5), st.sampled_from([Decimal(0), Decimal("0.25")])
)
signs = st.sampled_from(["<=", "<", ">=", ">", "=", "!="])


@st.composite
def whole_models(draw: st.DrawFn) -> ProductModel:
    """A product of at most two thousand candidates that may say anything the language has a word for."""
    scale = Scale(Decimal(draw(st.integers(-1, 1))), Decimal(2), draw(st.sampled_from([Decimal(1), Decimal("0.5")])))
    bare = [
        Group("a", Kind.ONE, WORDS, draw(varied(draw(st.integers(2, 3)), (1, 2)))),
        Group("b", Kind.ONE, WORDS, draw(varied(draw(st.integers(1, 3))))),
        Group(
            "s", Kind.SOME, WORDS, draw(varied(2, (1, 3))), draw(st.integers(0, 2)), draw(st.sampled_from([None, 2]))
        ),
        Group("n", Kind.NUMBER, WORDS, scale=scale, required=draw(st.booleans())),
        Group("m", Kind.NUMBER, WORDS, scale=Scale(Decimal(0), Decimal(2), Decimal(1)), personal=draw(st.booleans())),
        Group("t", draw(st.sampled_from([Kind.TEXT, Kind.FILE])), WORDS, max_length=9, required=draw(st.booleans())),
    ]
    groups: list[Group] = []
    for group in draw(st.permutations(bare)):
        condition = parse(draw(statements(groups))) if groups and not draw(st.integers(0, 2)) else None
        groups.append(replace(group, when=condition, when_message={"en": f"{group.code} is for others"}))
    groups = draw(st.permutations(groups))
    rules = [Rule(f"r{i}", parse(draw(statements(groups, 2))), {"en": f"{i}"}) for i in range(draw(st.integers(0, 3)))]
    tables = [draw(a_table(f"t{i}", groups)) for i in range(draw(st.integers(0, 2)))]
    said = choices(ProductModel("p", WORDS, tuple(groups))).filter(lambda c: c.amount != 0 or c.option is None)
    bases = [BaseModel(code, WORDS, tuple(draw(st.lists(said, max_size=4)))) for code in ("plain", "rich")]
    return ProductModel("p", WORDS, tuple(groups), tuple(rules), tuple(tables), tuple(bases))


@st.composite
def varied(draw: st.DrawFn, count: int, quantities: tuple[int, ...] = (1,)) -> tuple[Option, ...]:
    """Options with attributes and sometimes a bar; the first may come in several quantities."""
    return tuple(
        Option(
            f"o{place}",
            WORDS,
            {"w": draw(figures), "v": draw(figures)} if draw(st.booleans()) else {"w": draw(figures)},
            quantities if place == 0 and draw(st.booleans()) else (1,),
            (draw(st.sampled_from(EVERY_BAR)),) if not draw(st.integers(0, 7)) else (),
        )
        for place in range(count)
    )


@st.composite
def statements(draw: st.DrawFn, groups: Sequence[Group], depth: int = 1) -> str:
    """A statement about some groups, in the words of a product file."""
    if depth and draw(st.booleans()):
        left, right = draw(statements(groups, depth - 1)), draw(statements(groups, depth - 1))
        word = draw(st.sampled_from(["and", "or", "implies", "iff", "and not"]))
        return f"({left}) {word} ({right})"
    single = [f"{group.code}.{option.code}" for group in groups for option in group.options]
    single += [f"given({group.code})" for group in groups if group.kind is not Kind.SOME]
    if draw(st.booleans()) or not (sums := _sums(groups)):
        return draw(st.sampled_from(single))
    factors = st.sampled_from(["", "2 * ", "-1 * ", "0.5 * "])
    left, right = (
        " + ".join(draw(factors) + draw(st.sampled_from(sums)) for _ in range(draw(st.integers(1, most))))
        for most in (3, 1)
    )
    return f"{left} {draw(signs)} {draw(st.one_of(st.just(right), st.integers(-1, 6).map(str)))}"


def _sums(groups: Sequence[Group]) -> list[str]:
    """Everything that counts something in these groups."""
    having = [group for group in groups if group.options]
    found = [group.code for group in groups if group.kind is Kind.NUMBER]
    for group in having:
        first = f"{group.code}.{group.options[0].code}"
        found += [f"{group.code}.w", f"count({group.code})", f"quantity({first})", f"count({group.code}, {first})"]
    if having:
        found += [f"sum(w, {', '.join(group.code for group in having)})", f"sum(v, {having[0].code})"]
    return found


@st.composite
def a_table(draw: st.DrawFn, code: str, groups: Sequence[Group]) -> Table:
    """A table over the one-of groups."""
    one = [group for group in groups if group.kind is Kind.ONE]
    cells = [st.sets(st.sampled_from([o.code for o in g.options]), min_size=1).map(frozenset) for g in one]
    rows = draw(st.lists(st.tuples(*cells), min_size=1, max_size=4))
    return Table(code, tuple(group.code for group in one), tuple(rows), draw(st.booleans()), {"en": code})


def without_bars(model: ProductModel) -> ProductModel:
    """The product with everything in stock, everywhere and for good."""
    groups = (replace(g, options=tuple(replace(option, bars=()) for option in g.options)) for g in model.groups)
    return replace(model, groups=tuple(groups))
