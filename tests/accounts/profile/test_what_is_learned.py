"""From choices to facts: what counts how much, what counts once, and whose word is the last."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accounts.consent.purposes import LEARN, REMEMBER
from accounts.profile.models import FactKind, Signal
from app.core.database import Database
from tests.accounts.profile.store import COLOUR, RIDE, Store, saw

OBSERVED, ORDERED, TOLD = FactKind.OBSERVED, FactKind.ORDERED, FactKind.TOLD


@pytest.fixture
async def anna(database: Database) -> Store:
    """What is known of Anna, who allows to learn and to remember."""
    store = await Store.of(database, "anna@example.org")
    await store.allow(LEARN, REMEMBER)
    return store


async def test_a_choice_counts_four_a_default_kept_one_and_an_order_eight(anna: Store):
    await anna.learn("spec:A", saw("pine"))
    await anna.learn("spec:B", saw("soot", Signal.KEPT))
    await anna.learn("order:1001", saw("ochre", Signal.ORDERED))

    assert await anna.known() == {"pine": (OBSERVED, 4), "soot": (OBSERVED, 1), "ochre": (ORDERED, 8)}


async def test_the_same_choice_in_several_things_adds_up(anna: Store):
    await anna.learn("spec:A", saw("pine"))
    await anna.learn("spec:B", saw("pine"))
    await anna.learn("order:1001", saw("pine", Signal.ORDERED))

    assert await anna.known() == {"pine": (ORDERED, 16)}


async def test_one_thing_counts_once_however_often_it_is_saved(anna: Store):
    for _ in range(3):
        await anna.learn("spec:A", saw("pine"))

    assert await anna.known() == {"pine": (OBSERVED, 4)}
    assert await anna.evidence() == ["spec:A"]


async def test_two_bikes_of_one_order_in_one_colour_are_one_sign_the_stronger_one(anna: Store):
    await anna.learn("order:1001", saw("pine", Signal.KEPT), saw("pine", Signal.ORDERED), saw("soot", Signal.ORDERED))

    assert await anna.known() == {"pine": (ORDERED, 8), "soot": (ORDERED, 8)}


async def test_a_spec_that_was_changed_says_only_what_it_says_now(anna: Store):
    await anna.learn("spec:A", saw("pine"))
    await anna.learn("spec:B", saw("pine"))
    await anna.learn("spec:A", saw("soot"))
    assert await anna.known() == {"pine": (OBSERVED, 4), "soot": (OBSERVED, 4)}

    await anna.learn("spec:B")
    assert await anna.known() == {"soot": (OBSERVED, 4)}


async def test_the_words_are_those_of_today(anna: Store):
    await anna.learn("spec:A", saw("pine"))
    await anna.learn("spec:B", replace(saw("pine"), words={"en": "Pine green"}))

    assert (await anna.fact("pine")).words == {"en": "Pine green"}


async def test_what_was_forgotten_is_not_learned_again(anna: Store):
    await anna.learn("spec:A", saw("pine"))
    await anna.forget("pine")
    await anna.learn("spec:A", saw("pine"))
    await anna.learn("order:1001", saw("pine", Signal.ORDERED), saw("soot", Signal.ORDERED))

    assert await anna.known() == {"soot": (ORDERED, 8)}
    assert await anna.buried() == {(COLOUR.key, "pine")}
    assert await anna.evidence() == ["order:1001"]


async def test_nothing_is_learned_about_what_she_silenced_until_she_allows_it_again(anna: Store):
    await anna.learn("spec:A", saw("pine"), saw("soot"), saw("riser", key="ebike.bar"))
    await anna.stop_learning()
    await anna.learn("spec:B", saw("ochre"))
    assert await anna.known() == {"riser": (OBSERVED, 4)}

    await anna.learn_again("")
    await anna.learn("spec:B", saw("ochre"))
    assert await anna.known() == {"riser": (OBSERVED, 4), "ochre": (OBSERVED, 4)}


async def test_what_she_says_takes_the_place_of_all_that_was_inferred_of_the_same(anna: Store):
    await anna.learn("spec:A", saw("pine"), saw("soot"), saw("riser", key="ebike.bar"))
    observed = await anna.fact("pine")
    await anna.tell(COLOUR, "soot", corrected=observed.id)
    await anna.learn("order:1001", saw("pine", Signal.ORDERED))

    assert await anna.known() == {"soot": (TOLD, 0), "riser": (OBSERVED, 4)}
    told = await anna.fact("soot")
    assert (told.id, told.turn) == (observed.id, observed.turn + 1)
    assert await anna.evidence() == ["spec:A"], "of the bar alone"


async def test_a_told_fact_outlives_the_permission_to_learn_but_not_that_to_remember(anna: Store):
    await anna.learn("spec:A", saw("pine"), saw("riser", key="ebike.bar"))
    await anna.tell(COLOUR, "soot", corrected=(await anna.fact("pine")).id)
    await anna.withdraw(LEARN)
    assert await anna.known() == {"soot": (TOLD, 0)}

    await anna.withdraw(REMEMBER)
    assert await anna.known() == {}


async def test_saying_one_thing_digs_up_no_other_that_was_forgotten(anna: Store):
    await anna.learn("spec:A", saw("pine"), saw("soot"), saw("ochre"))
    await anna.forget("pine")
    await anna.forget("ochre")
    await anna.tell(COLOUR, "pine", corrected=(await anna.fact("soot")).id)

    assert await anna.buried() == {(COLOUR.key, "ochre")}


async def test_an_answer_that_was_forgotten_is_asked_for_again_only_after_long(anna: Store):
    await anna.tell(RIDE, "tours")
    await anna.forget("tours", RIDE.key)
    assert (await anna.known(), await anna.buried(), await anna.skipped()) == ({}, set(), {RIDE.key})

    await anna.tell(RIDE, "work")
    assert (list(await anna.known()), await anna.skipped()) == (["work"], set())


async def test_withdrawing_forgets_what_she_skipped_as_well_and_keeps_what_must_not_be_learned(anna: Store):
    await anna.learn("spec:A", saw("pine"))
    await anna.forget("pine")
    await anna.tell(RIDE, "tours")
    await anna.forget("tours", RIDE.key)
    await anna.withdraw(LEARN)
    await anna.withdraw(REMEMBER)

    assert (await anna.skipped(), await anna.buried()) == (set(), {(COLOUR.key, "pine")})


async def test_each_fact_is_kept_as_long_as_the_permission_it_rests_on_lasts(anna: Store):
    await anna.learn("spec:A", saw("pine"))
    await anna.tell(RIDE, "tours")

    for value, purpose in (("pine", LEARN), ("tours", REMEMBER)):
        fact, grant = await anna.fact(value), await anna.granted(purpose)
        assert (fact.grant_id, fact.retain_until) == (grant.id, grant.expires_at)


async def test_every_learning_and_every_telling_stands_in_the_ledger(anna: Store):
    await anna.learn("spec:A", saw("pine"))
    await anna.tell(RIDE, "tours")

    assert await anna.uses() == ["learn spec", "remember told.ride"]


async def test_the_number_of_a_forgotten_fact_is_never_given_to_another(anna: Store):
    await anna.learn("spec:A", saw("pine"))
    first = (await anna.fact("pine")).id
    await anna.forget("pine")
    await anna.learn("spec:A", saw("soot"))

    assert (await anna.fact("soot")).id > first


async def test_nobody_elses_facts_are_touched(anna: Store, database: Database):
    ben = await Store.of(database, "ben@example.org")
    await ben.allow(LEARN, REMEMBER)
    await ben.learn("spec:A", saw("pine"))
    await ben.tell(RIDE, "tours")
    await anna.learn("spec:A", saw("pine"))
    await anna.learn("spec:A", saw("soot"))
    await anna.stop_learning()
    await anna.tell(RIDE, "work")
    await anna.withdraw(LEARN)
    await anna.withdraw(REMEMBER)

    assert await ben.known() == {"pine": (OBSERVED, 4), "tours": (TOLD, 0)}
