"""Small random products that use every construct of the language, as hypothesis strategies."""

from __future__ import annotations

import datetime as dt
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
from configurator.engine.slots import Space

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
    every = [space.choice(n, i) for n, slot in enumerate(space.slots) for i in range(len(slot.values))]
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
