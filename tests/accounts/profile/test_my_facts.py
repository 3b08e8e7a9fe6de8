"""What is known of her, on a page of hers: each thing with where it is from, what for, and how long."""

from __future__ import annotations

from datetime import date, timedelta

import time_machine

from accounts.consent.actions import use
from accounts.consent.notices import notice_of
from accounts.consent.purposes import FEED, LEARN
from accounts.profile.models import Fact, Signal
from accounts.profile.my import NOT_NOW
from app.core import clock
from app.core.database import Database
from app.core.formats import format_date
from tests.accounts.profile.conftest import PAGE, entry, press_at
from tests.accounts.profile.store import Store, saw
from tests.support.databases import nothing_written, statements_of
from tests.support.visitors import BROWSER, Visitor, Welcome

SPEC = "spec:K7Q4M-2XR9D-T"
VERBS = ("change", "forgetting", "rest", "return", "silence")
MOST_STATEMENTS = 14


def today() -> str:
    return in_words(clock.today())


def in_words(day: date) -> str:
    """A day as a page's words have it: with common spaces."""
    return " ".join(format_date(day, "en").split())


async def test_it_is_for_who_is_signed_in(welcome: Welcome):
    answer = await welcome().client.get(PAGE, headers=BROWSER)

    assert answer.status_code == 303
    assert answer.headers["location"] == "/signin?next=%2Fmy%2Ffacts"


async def test_who_allowed_nothing_reads_that_nothing_is_known_and_what_they_could_allow(anna: Visitor):
    page = await anna.open(PAGE)

    assert "we know nothing of you" in page.words
    assert page.link("What you could allow") == "/my/permissions"
    assert page.link("Read and allow it") == "/my/permissions#remember"
    assert not page.all("form", action="/my/answers")


async def test_a_fact_says_what_it_is_and_from_what_it_was_learned(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("pine"))
    await store.learn("order:1001", saw("pine", Signal.ORDERED))
    page = await anna.open(PAGE)
    words = entry(page, await store.fact("pine")).words

    assert "E-bike, Colour: Pine" in words
    assert f"You ordered it: order 1001, {today()}" in words
    assert f"You chose it yourself: spec K7Q4M-2XR9D-T, {today()}" in words
    assert page.link("order 1001") == "/orders/1001"
    assert page.link("K7Q4M-2XR9D-T") == "/specs/K7Q4M-2XR9D-T"


async def test_it_says_what_else_could_have_been_had_then_and_at_which_price(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("ochre"))
    words = entry(await anna.open(PAGE), await store.fact("ochre")).words

    assert "Pine green (the same price)" in words
    assert "(+€40.00)" in words
    assert "Ochre (" not in words


async def test_it_says_what_for_until_when_and_who_else_has_it(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("pine"))
    fact = await store.fact("pine")
    page = await anna.open(PAGE)
    words = entry(page, fact).words

    assert page.link("Learn from what you build") == "/my/permissions#learn"
    assert f"Kept until {in_words(fact.retain_until.date())}." in words
    assert "Nobody else has it." in words

    await store.allow(FEED)
    assert "The shop's profile system has it, too." in entry(await anna.open(PAGE), fact).words


async def test_it_says_where_it_served(anna: Visitor, store: Store, database: Database):
    await store.learn(SPEC, saw("pine"))
    fact = await store.fact("pine")
    assert "It has not served yet." in entry(await anna.open(PAGE), fact).words

    async with database.writing() as session:
        for _ in range(2):
            use(session, fact.grant_id, "serve build:ebike", fact.id)
    words = entry(await anna.open(PAGE), fact).words
    assert words.count(f"Filled in for E-bike, last on {today()}.") == 1
    assert "It has not served yet." not in words


async def test_where_something_else_served_before_she_changed_it_is_not_said_of_what_she_says_now(
    anna: Visitor, store: Store, database: Database
):
    await store.learn(SPEC, saw("pine"))
    fact = await store.fact("pine")
    with time_machine.travel(clock.now() - timedelta(days=1)):
        async with database.writing() as session:
            use(session, fact.grant_id, "serve build:ebike", fact.id)
    await press_at(anna, await anna.open(PAGE), fact, "Remember this", value="soot")

    assert "It has not served yet." in entry(await anna.open(PAGE), fact).words


async def test_much_evidence_is_three_pieces_and_a_count(anna: Visitor, store: Store):
    for number in range(1001, 1006):
        await store.learn(f"order:{number}", saw("pine", Signal.ORDERED))
    words = entry(await anna.open(PAGE), await store.fact("pine")).words

    assert words.count("You ordered it") == 3
    assert "and 2 more" in words


async def test_weak_signs_are_folded_and_said_not_to_be_used(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("pine"), saw("soot", Signal.KEPT))
    page = await anna.open(PAGE)
    (fold,) = (node for node in page.all("details") if "Weak signs" in node.words and node.all("li"))

    assert fold.all(id=f"fact-{(await store.fact('soot')).id}")
    assert not fold.all(id=f"fact-{(await store.fact('pine')).id}")


async def test_she_forgets_one_and_it_is_listed_as_never_to_be_learned(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("pine"))
    page = await anna.go_on(await anna.press(await anna.open(PAGE), "Forget"))

    assert page.status == "It is forgotten."
    assert await store.facts() == []
    (silence,) = page.all("form", action="/my/silences/ending")
    assert "E-bike, Colour: Pine green" in page.words

    page = await anna.go_on(await anna.press(page, "Allow again"))
    assert silence.parent is not None
    assert not page.all("form", action="/my/silences/ending")
    assert await store.buried() == set()


async def test_she_has_nothing_learned_about_it_any_more(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("pine"), saw("soot"))
    fact = await store.fact("pine")
    page = await anna.go_on(await press_at(anna, await anna.open(PAGE), fact, "Learn nothing about this"))

    assert await store.facts() == []
    assert "E-bike, Colour: nothing at all" in page.words
    await store.learn(SPEC, saw("ochre"))
    assert await store.facts() == []


async def test_she_lets_one_rest_and_uses_it_again(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("pine"))
    fact = await store.fact("pine")
    page = await anna.go_on(await anna.press(await anna.open(PAGE), "Not now"))
    until = in_words((clock.now() + NOT_NOW).date())
    assert f"It rests until {until}." in entry(page, fact).words

    page = await anna.go_on(await anna.press(page, "Use it again"))
    assert "It rests" not in entry(page, fact).words
    assert (await store.fact("pine")).resting_until is None


async def test_what_rested_long_enough_is_not_said_to_rest(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("pine"))
    await anna.press(await anna.open(PAGE), "Not now")
    with time_machine.travel(clock.now() + NOT_NOW):
        fact = await store.fact("pine")
        assert fact.resting_until is not None
        assert fact.resting_until <= clock.now()


async def test_learning_ends_by_one_button_and_what_she_told_stays(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("pine"), saw("riser", key="ebike.bar"))
    page = await anna.open(PAGE)
    await press_at(anna, page, await store.fact("pine"), "Remember this", value="soot")
    await anna.press(page, "Stop learning")

    assert list(await store.known()) == ["soot"]
    assert "Stop learning" not in (await anna.open(PAGE)).words


async def test_ben_reaches_none_of_hers(anna: Visitor, store: Store, ben: Visitor):
    await store.learn(SPEC, saw("pine"))
    fact = await store.fact("pine")
    form = {"turn": str(fact.turn), "value": "soot"}
    for verb in VERBS:
        answer = await ben.client.post(f"{PAGE}/{fact.id}/{verb}", data=form, headers=BROWSER)
        assert answer.status_code == 404, verb
        assert "Pine" not in answer.text

    assert "Pine" not in (await ben.open(PAGE)).words
    assert (await store.fact("pine")).turn == fact.turn


async def test_a_number_that_is_none_of_hers_is_a_page(anna: Visitor, store: Store):
    for number in ("0", "-1", "2147483648", "9" * 30, "x", "1.5", "%00"):
        for verb in VERBS:
            answer = await anna.client.post(f"{PAGE}/{number}/{verb}", headers=BROWSER)
            assert answer.status_code in (400, 404), (number, verb)


async def test_junk_in_its_address_is_the_first_page(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("pine"))
    for junk in ("x", "-1", "1.5", "9" * 40, "%D9%A1", ""):
        assert "Colour: Pine" in (await anna.open(f"{PAGE}?after={junk}&done={junk}")).words


async def test_a_silence_that_is_none_ends_without_harm(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("pine"))
    await store.forget("pine")
    for key, value in (("", ""), ("ebike.colour", "\0"), ("\0", ""), ("x" * 5000, "pine"), ("ebike.colour", "soot")):
        form = {"key": key, "value": value}
        assert (await anna.client.post("/my/silences/ending", data=form, headers=BROWSER)).status_code == 303

    assert await store.buried() == {("ebike.colour", "pine")}


async def test_it_speaks_russian(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("pine"))
    page = await anna.open(f"/ru{PAGE}")
    words = entry(page, await store.fact("pine")).words

    assert "Цвет: pine" in words
    assert notice_of(LEARN, "ru").title in words
    assert "Ещё ни разу не пригодилось" in words
    assert page.link("K7Q4M-2XR9D-T") == "/ru/specs/K7Q4M-2XR9D-T"


async def test_what_no_product_asks_any_more_can_still_be_forgotten(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("walnut", key="table.wood"))
    page = await anna.open(PAGE)
    fact = await store.fact("walnut")

    assert "Change" not in entry(page, fact).words
    answer = await anna.client.post(f"{PAGE}/{fact.id}/change", data={"value": "oak"}, headers=BROWSER)
    assert answer.status_code == 409
    page = await anna.go_on(await anna.press(page, "Forget"))
    assert "table.wood: walnut" in page.words


async def test_looking_writes_nothing(anna: Visitor, store: Store, database: Database):
    await store.learn(SPEC, saw("pine"))
    with nothing_written(database):
        await anna.open(PAGE)


async def test_ten_thousand_facts_come_in_pages_and_always_with_as_few_queries(
    anna: Visitor, store: Store, database: Database
):
    grant = await store.granted(LEARN)
    with statements_of(database) as few:
        await anna.open(PAGE)
    await store.add(_facts(store, grant.id, grant.expires_at))
    numbers, address, pages = set(), PAGE, 0
    while address and pages < 3:
        with statements_of(database) as many:
            page = await anna.open(address)
        assert len(many) <= len(few) + 1 <= MOST_STATEMENTS
        numbers |= {node["id"] for node in page.all("li") if node["id"].startswith("fact-")}
        address = next((link["href"] for link in page.all("a") if link.words == "More of it"), "")
        pages += 1

    assert len(numbers) == 150
    last = await anna.open(f"{PAGE}?after={max(fact.id for fact in await store.facts()) - 1}")
    assert "More of it" not in last.words
    assert "From the beginning" in last.words


def _facts(store: Store, grant_id: int, until: object) -> list[Fact]:
    """Many, of all strengths."""
    row = {"person_id": store.person_id, "label": {"en": "Colour"}, "grant_id": grant_id, "retain_until": until}
    return [
        Fact(
            **row,
            key="ebike.colour",
            value=f"shade{n}",
            words={"en": f"Shade {n}"},
            kind="observed",
            strength=n % 9,
            learned_at=clock.now(),
        )
        for n in range(10_000)
    ]
