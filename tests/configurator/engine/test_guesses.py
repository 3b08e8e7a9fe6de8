"""What came of a value before is only tried again: what it tells is what looking at every rule tells."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli import demo_files
from configurator.catalogue.productfile import read_product
from configurator.engine.answers.standing import Preferences, Settler
from configurator.engine.compiled import CompiledProduct
from configurator.engine.model import Facts, ProductModel
from configurator.engine.solving.breaches import Move
from configurator.engine.solving.kernel import Kernel
from configurator.engine.solving.slots import State
from tests.configurator.engine.products import FACTS

DEMO = demo_files()
STATES, CHANGES = 6, 150
CLICKS, COMPARED = 30, 4


def model_of(file: Path) -> ProductModel:
    return read_product(file.read_text(encoding="utf-8"), file.name).model


def products_of(kernel: Kernel) -> Iterator[State]:
    """Some products that keep all rules."""
    chance = random.Random(1)
    scope = kernel.scope(FACTS)
    for _ in range(STATES):
        number = chance.randrange(len(kernel.space.slots))
        found = kernel.find(scope.always, {number: 1 << chance.randrange(len(kernel.space.slots[number].values))})
        if found is not None:
            yield found


def changes_of(kernel: Kernel, chance: random.Random) -> Move:
    """New values for up to seven slots."""
    slots = chance.sample(range(len(kernel.space.slots)), chance.randint(1, 7))
    return tuple((slot, chance.randrange(len(kernel.space.slots[slot].values))) for slot in slots)


def changed(state: State, move: Move) -> State:
    return tuple({**dict(enumerate(state)), **dict(move)}.values())


@pytest.mark.parametrize("file", DEMO, ids=lambda file: file.stem)
def test_what_changes_break_is_what_the_changed_product_breaks(file: Path):
    kernel, chance = Kernel(model_of(file)), random.Random(2)
    lines = [line for rule in kernel.rules.selectors for line in kernel.order.lines(rule)]
    for state in products_of(kernel):
        around = kernel.moves.around([], state)
        for _ in range(CHANGES):
            move = changes_of(kernel, chance)
            other = changed(state, move)
            kept = bool(kernel.neighbours.buildable(other)[kernel.neighbours.starts[0] + other[0]])
            broken = sum(1 << line.row for line in lines if not line.met(other))
            assert around.broken(move) == broken
            assert kept is not bool(broken)
            *others, (slot, index) = move
            assert around.fitting(tuple(others), slot, (index,)) == ([index] if kept else [])


@pytest.mark.parametrize("file", DEMO, ids=lambda file: file.stem)
def test_the_standing_product_is_the_one_that_the_solver_finds_alone(file: Path):
    model, chance = model_of(file), random.Random(4)
    kernel = Kernel(model)
    settlers = [Settler(kernel, kernel.encoding, kernel.solver, moves) for moves in (kernel.moves, None)]
    always, wishes = kernel.scope(FACTS).always, Preferences(kernel.space, model.bases[0])
    for product in products_of(kernel):
        for most in range(5):
            held = {slot: 1 << product[slot] for slot in chance.sample(range(len(product)), most)}
            guessed, proven = (settler.settle(always, held, wishes, product).state for settler in settlers)
            assert guessed == proven


@pytest.mark.parametrize("file", DEMO, ids=lambda file: file.stem)
def test_whoever_asked_before_a_click_leads_to_the_same(file: Path):
    model, chance = model_of(file), random.Random(3)
    warm, base, facts = CompiledProduct(model), model.bases[0].code, Facts(FACTS.day, "eu")
    choices: tuple[str, ...] = ()
    for number in range(CLICKS):
        verdict = warm.propose(choices, facts, base)
        clicks = warm.clicks(verdict, facts)
        if number % (CLICKS // COMPARED) == 0:
            fresh = CompiledProduct(model)
            assert fresh.clicks(fresh.propose(choices, facts, base), facts) == clicks
        # Choices that do not fit together come along: whole pages are asked for with any.
        choices = (*map(str, verdict.choices), *(str(chance.choice(clicks).choice) for _ in range(2)))[-6:]
