"""Groups that exist only while a condition holds, held against all products of small random models."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from configurator.engine.choices import Choice
from configurator.engine.compiled import CompiledProduct
from configurator.engine.conditions import Circular, depths
from configurator.engine.evaluate import condition
from configurator.engine.file.document import Document
from configurator.engine.file.modelfile import read_model
from configurator.engine.formats.dimacs import read_dimacs, write_dimacs
from configurator.engine.formats.toml import write_toml
from configurator.engine.formats.uvl import read_uvl
from configurator.engine.formats.uvl.writer import write_uvl
from configurator.engine.language import parse
from configurator.engine.model import BaseModel, Group, Kind, Option, ProductModel, Rule, Scale, Table
from configurator.engine.solving.slots import Space, Value
from configurator.engine.verdict import Speaker, Standing, Unbuildable, Verdict
from tests.configurator.engine.naive import Candidate, buildable, candidates, named, told
from tests.configurator.engine.products import FACTS, WORDS

exploring = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
weights = st.integers(-2, 5).map(Decimal)


def _option(draw: st.DrawFn, code: str, quantities: tuple[int, ...] = (1,)) -> Option:
    return Option(code, WORDS, {"w": draw(weights)}, quantities)


@st.composite
def formulas(draw: st.DrawFn, groups: tuple[Group, ...], depth: int = 1) -> str:
    """A statement over these groups alone."""
    group = draw(st.sampled_from(groups))
    if depth and draw(st.booleans()):
        left, right = draw(formulas(groups, depth - 1)), draw(formulas(groups, depth - 1))
        word = draw(st.sampled_from(["and", "or", "implies", "iff", "and not"]))
        return f"({left}) {word} ({right})"
    if group.kind in (Kind.TEXT, Kind.FILE):
        return f"given({group.code})"
    bound = draw(st.integers(-2, 4))
    sign = draw(st.sampled_from(["<=", ">", "=", "!="]))
    if group.kind is Kind.NUMBER:
        factor = draw(st.sampled_from(["", "-1 * ", "2 * "]))
        return draw(st.sampled_from([f"given({group.code})", f"{factor}{group.code} {sign} {bound}"]))
    several = [each.code for each in groups if each.options]
    figures = [f"{group.code}.w", f"count({group.code})", f"sum(w, {', '.join(several)})"]
    figures += [each.code for each in groups if each.kind is Kind.NUMBER]
    statement = f"{group.code}.{draw(st.sampled_from(group.options)).code}"
    compared = f"{draw(st.sampled_from(figures))} + {draw(st.sampled_from(figures))} {sign} {bound}"
    given_one = [f"given({group.code})"] if group.kind is Kind.ONE else []
    return draw(st.sampled_from([statement, compared, *given_one]))


@st.composite
def models(draw: st.DrawFn) -> ProductModel:
    """A product of some thousand candidates, half of whose groups exist under a condition on others."""
    groups = [
        Group("a", Kind.ONE, WORDS, tuple(_option(draw, f"o{i}") for i in range(2))),
        Group("s", Kind.SOME, WORDS, tuple(_option(draw, f"o{i}") for i in range(2)), draw(st.integers(0, 1))),
    ]
    scale = Scale(Decimal(draw(st.integers(-1, 0))), Decimal(1), Decimal(1))
    conditional = [
        Group("c", Kind.ONE, WORDS, tuple(_option(draw, f"o{i}", (1, 2)[: i + 1]) for i in range(2))),
        Group("n", Kind.NUMBER, WORDS, scale=scale, required=draw(st.booleans())),
        Group("d", Kind.SOME, WORDS, tuple(_option(draw, f"o{i}") for i in range(2)), draw(st.integers(0, 2))),
        draw(
            st.sampled_from(
                [
                    Group("t", Kind.TEXT, WORDS, personal=True, required=True, max_length=9),
                    Group("t", Kind.FILE, WORDS, personal=True, required=True, most_bytes=1_000_000),
                ]
            )
        ),
    ]
    for group in draw(st.permutations(conditional)):
        if draw(st.integers(0, 3)):
            groups.append(replace(group, when=parse(draw(formulas(tuple(groups)))), when_message=WORDS))
        else:
            groups.append(group)
    ordered = tuple(draw(st.permutations(groups)))
    rules = tuple(Rule(f"r{i}", parse(draw(formulas(ordered))), WORDS) for i in range(draw(st.integers(0, 2))))
    cells = [st.sets(st.sampled_from([o.code for o in g.options]), min_size=1).map(frozenset) for g in (groups[0],)]
    cells.append(st.sets(st.sampled_from(["o0", "o1"]), min_size=1).map(frozenset))
    rows = draw(st.lists(st.tuples(*cells), max_size=3))
    tables = (Table("table", ("a", "c"), tuple(rows), draw(st.booleans()), WORDS),) if rows else ()
    defaults = tuple(draw(st.lists(choices(ProductModel("p", WORDS, ordered)), max_size=3)))
    return ProductModel("p", WORDS, ordered, rules, tables, (BaseModel("base", WORDS, defaults),))


def choices(model: ProductModel) -> st.SearchStrategy[Choice]:
    """Choices of a shopper that say what is in."""
    space = Space(model)
    every = [
        space.choice(n, i) for n, slot in enumerate(space.slots) for i, v in enumerate(slot.values) if not v.absent
    ]
    return st.sampled_from([choice for choice in every if choice.amount != 0 or choice.option is None])


@st.composite
def questions(draw: st.DrawFn) -> tuple[ProductModel, list[list[Choice]]]:
    model = draw(models())
    asked = st.one_of(choices(model), choices(model).map(lambda c: Choice(c.group, c.option, Decimal(0))))
    return model, draw(st.lists(st.lists(asked, max_size=4), min_size=1, max_size=3))


def opened(model: ProductModel) -> CompiledProduct:
    product = CompiledProduct(model)
    try:
        product.propose([], FACTS)
    except Unbuildable:
        assume(False)
    return product


def aside(verdict: Verdict, group: Group, option: str | None = None) -> list[Choice]:
    """The choices that stay when those on this question are set aside."""
    return [c for c in verdict.choices if c.group != group.code or (group.kind is Kind.SOME and c.option != option)]


@exploring
@given(questions())
def test_what_can_be_had_is_what_some_product_has(question):
    model, sessions = question
    product = opened(model)
    everything = buildable(model, FACTS)
    for asked in sessions:
        verdict = product.propose(map(str, asked), FACTS)
        for said in verdict.groups:
            group = model[said.code]
            for option in said.options:
                possible = [c for c in everything if all(map(c.meets, aside(verdict, group, option.option)))]
                having = {c.pieces(group.code, option.option) for c in possible}
                assert set(option.quantities) == having - {0}
                assert (option.state is Standing.BLOCKED) == (having == {0})
                assert option.state is not Standing.IMPLIED or 0 not in having
            answers = {c.answers[group.code] for c in everything if all(map(c.meets, aside(verdict, group)))}
            numbers = {answer for answer in answers if isinstance(answer, Decimal)}
            if group.kind is Kind.NUMBER:
                assert (said.least, said.most) == ((min(numbers), max(numbers)) if numbers else (None, None))
                assert (said.state is Standing.BLOCKED) == (not numbers)
                assert said.state is not Standing.IMPLIED or answers == numbers
            elif not said.options:
                assert (said.state is Standing.BLOCKED) == (True not in answers)


@exploring
@given(questions())
def test_a_group_is_there_just_when_its_condition_holds(question):
    model, sessions = question
    product = opened(model)
    for asked in sessions:
        verdict = product.propose(map(str, asked), FACTS)
        answered = {c.group for c in verdict.choices if c.amount != 0 or model[c.group].kind is Kind.NUMBER}
        for group in model.groups:
            said, held = verdict.group(group.code), verdict.product
            present = group.when is None or condition(model, group.when)(held)
            has_answer = bool(held.chosen(group.code)) or group.code in held.numbers or group.code in held.texts
            assert said.present == present
            assert present or not has_answer
            assert not present or has_answer or group.kind in (Kind.SOME, Kind.TEXT, Kind.FILE)
            assert said.value == held.numbers.get(group.code)
            assert (group.code in verdict.missing) == (group.required and present and group.code not in answered)


@exploring
@given(models())
def test_a_formula_says_the_same_of_a_product_wherever_it_is_read(model):
    statements = [rule.formula for rule in model.rules]
    statements += [group.when for group in model.groups if group.when is not None]
    for formula in statements:
        holds = condition(model, formula)
        for candidate in candidates(model):
            assert holds(told(candidate)) == candidate.holds(formula)


@exploring
@given(questions())
def test_the_standing_product_answers_a_group_after_what_decides_whether_it_exists(question):
    model, sessions = question
    product = opened(model)
    everything = buildable(model, FACTS)
    for asked in sessions:
        verdict = product.propose(map(str, asked), FACTS, "base")
        pool = [c for c in everything if all(map(c.meets, verdict.choices))]
        assert told(_standing(model, pool)) == verdict.product


def _standing(model: ProductModel, pool: list[Candidate]) -> Candidate:
    """Defaults one by one, then each group after those of which its condition speaks."""
    space, depth = Space(model), depths(model)
    wished: dict[int, int] = {}
    decided = set()
    for choice in model.bases[0].defaults:
        number, mask = space.choice_mask(choice)
        wished.setdefault(number, mask.bit_length() - 1)
        fitting = [c for c in pool if c.meets(choice)]
        if fitting and number not in decided:
            pool = fitting
            decided.add(number)
    for number in sorted(range(len(space.slots)), key=lambda number: (depth[space.slots[number].group.code], number)):
        slot, wish = space.slots[number], wished.get(number, 0)
        far = [index != wish if slot.group.kind is Kind.ONE else abs(index - wish) for index in range(len(slot.values))]
        for index in sorted(range(len(far)), key=far.__getitem__):
            fitting = [c for c in pool if _holds(c, slot.group.code, slot.values[index])]
            if fitting:
                pool = fitting
                break
    assert len(pool) == 1
    return pool[0]


def _holds(candidate: Candidate, group: str, value: Value) -> bool:
    if value.absent:
        return candidate.answers[group] == ()
    return candidate.meets(Choice(group, value.option, value.amount))


@exploring
@given(questions())
def test_a_click_leads_where_it_says_and_brings_the_group_in(question):
    model, sessions = question
    product = opened(model)
    for asked in sessions:
        verdict = product.propose(map(str, asked), FACTS, "base")
        clicks = {click.choice.code: click for click in product.clicks(verdict, FACTS)}
        for click in clicks.values():
            after = CompiledProduct(model).propose([*map(str, verdict.choices), str(click.choice)], FACTS, "base")
            assert not after.dropped
            assert after.product == click.product
            assert click.choice.amount == 0 or after.group(click.choice.group).present
        for option in (option for group in verdict.groups for option in group.options):
            assert option.state is not Standing.OPEN or option.code in clicks


@exploring
@given(questions())
def test_causes_name_the_conditions_and_none_can_be_left_out(question):
    model, sessions = question
    product = opened(model)
    every = [(c, c.broken(FACTS)) for c in candidates(model)]
    for asked in sessions:
        verdict = product.propose(map(str, asked), FACTS)
        for option in (option for group in verdict.groups for option in group.options):
            if option.state is not Standing.BLOCKED:
                continue
            rules = {named(cause) for cause in option.causes}
            blamed = list(dict.fromkeys(choice for cause in option.causes for choice in cause.choices))
            having = [(c, broken) for c, broken in every if c.pieces(option.group, option.option)]

            def contradiction(
                rules: set[str], blamed: list[Choice], having: list[tuple[Candidate, set[str]]] = having
            ) -> bool:
                return not any(all(map(c.meets, blamed)) and not broken & rules for c, broken in having)

            assert contradiction(rules, blamed)
            assert not any(contradiction(rules - {rule}, blamed) for rule in rules)
            assert not any(contradiction(rules, [c for c in blamed if c != choice]) for choice in blamed)


@exploring
@given(questions())
def test_the_answer_does_not_depend_on_who_asked_before(question):
    model, sessions = question
    warm = opened(model)
    for asked in sessions:
        said, fresh = (each.propose(map(str, asked), FACTS) for each in (warm, CompiledProduct(model)))
        assert said == fresh
        assert [group.causes for group in said.groups] == [group.causes for group in fresh.groups]


def chair(**conditions: str) -> ProductModel:
    """A small product; the groups named in `conditions` exist only while these hold."""

    def options(*codes: str) -> tuple[Option, ...]:
        return tuple(Option(code, {"en": code}, {"kg": Decimal(len(code))}) for code in codes)

    groups = (
        Group("colour", Kind.ONE, {"en": "colour"}, options("red", "blue")),
        Group("arms", Kind.ONE, {"en": "arms"}, options("none", "oak")),
        Group("angle", Kind.NUMBER, {"en": "angle"}, scale=Scale(Decimal(0), Decimal(20), Decimal(20))),
        Group("words", Kind.TEXT, {"en": "words"}, max_length=9),
    )
    message = {"en": "only so"}
    when = {code: parse(text) for code, text in conditions.items()}
    return ProductModel(
        "chair",
        {"en": "chair"},
        tuple(replace(g, when=when[g.code], when_message=message) if g.code in when else g for g in groups),
    )


CONDITIONS = (
    {"colour": "arms.oak", "angle": "colour.red", "words": "angle = 0 and given(angle)"},
    {"arms": "angle > 0 or given(words)", "colour": "not given(arms)"},
    {"angle": "sum(kg, colour) > 3", "words": "count(arms) + angle >= 1", "arms": "colour.red iff given(angle)"},
)


@pytest.mark.parametrize("conditions", CONDITIONS)
@pytest.mark.parametrize("allow", [True, False])
def test_a_feature_model_has_as_many_products(conditions: dict[str, str], allow: bool):
    cells = tuple(frozenset(cell) for cell in (("red",), ("none", "oak"))), tuple(map(frozenset, (("blue",), ("oak",))))
    table = Table("t", ("colour", "arms"), cells, allow, {"en": "not so"})
    model = replace(chair(**conditions), tables=(table,))
    again = read_uvl(write_uvl(model), "chair.uvl", "chair")
    assert len(buildable(again, FACTS)) == len(buildable(model, FACTS))
    names = {option.label["en"] for _, option in again.options()}
    assert {"colour", "colour=red", "arms=oak", "angle=20", "words given"} <= names


@pytest.mark.parametrize(
    "conditions", [{"colour": "arms.oak"}, {"colour": "arms.oak", "arms": "s.a"}, {"s": "arms.oak"}]
)
def test_clauses_have_as_many_solutions(conditions: dict[str, str]):
    several = Group("s", Kind.SOME, {"en": "s"}, tuple(Option(code, {"en": code}) for code in "ab"), 1)
    groups = tuple(group for group in (*chair().groups, several) if group.options)
    when = {code: parse(text) for code, text in conditions.items()}
    groups = tuple(replace(group, when=when.get(group.code)) for group in groups)
    table = Table("t", ("colour", "arms"), ((frozenset(("red",)), frozenset(("oak",))),), True, {"en": "not so"})
    model = ProductModel("chair", {"en": "chair"}, groups, (), (table,))
    again = read_dimacs(write_dimacs(model), "chair.cnf", "chair")
    assert len(buildable(again, FACTS)) == len(buildable(model, FACTS))


@exploring
@given(models())
def test_a_product_file_says_under_which_condition_a_group_exists(model):
    again = read_model(Document(write_toml(model)))
    assert [group.when is None for group in again.groups] == [group.when is None for group in model.groups]
    assert [group.when_message for group in again.groups] == [group.when_message for group in model.groups]
    assert write_toml(again) == write_toml(model)


def test_what_speaks_against_a_group_is_the_message_of_its_condition():
    product = CompiledProduct(chair(colour="arms.oak", words="colour.red", angle="arms.none"))

    verdict = product.propose(["arms.none"], FACTS)
    (cause,) = verdict.group("colour").options[0].causes
    assert (cause.rule, cause.speaker, cause.message, str(cause.choices[0])) == (
        "colour", Speaker.CONDITION, {"en": "only so"}, "arms.none",
    )  # fmt: skip
    assert [each.rule for each in verdict.group("words").causes] == ["colour", "words"]
    assert verdict.group("angle").state is Standing.DEFAULT

    verdict = product.propose(["words:1"], FACTS)
    assert verdict.group("colour").options[0].state is Standing.IMPLIED
    assert verdict.group("arms").options[1].state is Standing.IMPLIED
    assert (verdict.group("angle").present, verdict.group("angle").state) == (False, Standing.BLOCKED)


def test_a_number_is_answered_by_nought_too():
    model = chair()
    groups = tuple(replace(group, required=group.code == "angle") for group in model.groups)
    product = CompiledProduct(replace(model, groups=groups))
    assert product.propose([], FACTS).missing == ("angle",)
    assert product.propose(["angle:0"], FACTS).missing == ()
    assert product.propose(["angle:0"], FACTS).group("angle").state is Standing.CHOSEN


def test_nought_is_a_number_that_is_there():
    verdict = CompiledProduct(chair(angle="arms.oak")).propose(["angle:0"], FACTS)
    assert (verdict.group("angle").present, verdict.product.numbers) == (True, {"angle": Decimal(0)})
    assert verdict.group("arms").options[1].state is Standing.IMPLIED


def test_groups_cannot_depend_on_themselves():
    with pytest.raises(Circular, match="colour, arms"):
        CompiledProduct(chair(colour="given(arms)", arms="colour.red"))
