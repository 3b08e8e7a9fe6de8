"""What the engine finds to be the cheapest and the dearest is so by the price book, to the last minor unit."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from configurator.engine.compiled import CompiledProduct
from configurator.engine.evaluate import condition
from configurator.engine.language import parse
from configurator.engine.model import Kind, ProductModel
from configurator.pricing.book import PerUnit, PriceBook, Surcharge, Tax, TaxMode
from configurator.pricing.objective import objective
from configurator.pricing.quote import quote, taxed
from tests.configurator.engine.naive import buildable, told
from tests.configurator.engine.products import any_facts, choices, statements, whole_models

prices = st.integers(-2000, 9999)
rates = st.decimals(-300, 900, places=1)


@st.composite
def books(draw: st.DrawFn, model: ProductModel) -> PriceBook:
    numbers = [group.code for group in model.groups if group.kind is Kind.NUMBER and draw(st.booleans())]
    texts = [group.code for group in model.groups if group.kind is Kind.TEXT]
    statement = statements(model.groups).map(parse)
    surcharges = [
        Surcharge(f"s{index}", {"en": "extra"}, draw(prices), when, condition(model, when))
        for index, when in enumerate(draw(st.lists(statement, max_size=2)))
    ]
    return PriceBook(
        "eu",
        "EUR",
        Tax(draw(st.sampled_from(TaxMode)), draw(st.decimals(0, 30, places=1)), {"en": "VAT"}),
        draw(st.integers(0, 5000)),
        {"en": "Thing"},
        {(group.code, option.code): draw(prices) for group, option in model.options()},
        {code: PerUnit(draw(rates), Decimal(draw(st.integers(-1, 1)))) for code in numbers},
        {code: draw(prices) for code in texts},
        tuple(surcharges),
    )


@st.composite
def questions(draw: st.DrawFn) -> tuple[object, ...]:
    model = draw(whole_models())
    return model, draw(books(model)), draw(st.lists(choices(model).map(str), max_size=3)), draw(any_facts)


@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
@given(questions())
def test_the_cheapest_and_the_dearest_are_so_in_the_shop(question):
    model, book, said, facts = question
    everything = buildable(model, facts)
    assume(everything)
    product = CompiledProduct(model)
    kept = product.propose(said, facts).choices
    totals = [quote(book, told(candidate)).total for candidate in everything if all(map(candidate.meets, kept))]
    costs = objective(book, model)
    cheapest, dearest = product.cheapest(said, facts, costs), product.dearest(said, facts, costs)
    assert quote(book, cheapest.product).total == taxed(book, cheapest.cost) == min(totals)
    assert quote(book, dearest.product).total == taxed(book, dearest.cost) == max(totals)
    assert cheapest.proven
    assert dearest.proven
