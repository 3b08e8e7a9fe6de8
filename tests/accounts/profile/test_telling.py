"""What she tells: answers to questions, her measures, and corrections of what was learned."""

from __future__ import annotations

from asyncio import gather
from itertools import product

import pytest
from sqlalchemy import update

from accounts.consent.models import Subject
from accounts.consent.purposes import LEARN, REMEMBER
from accounts.profile.models import FactKind
from app.core import clock
from app.core.database import Database
from tests.accounts.profile.conftest import ANNA, PAGE, entry, press_at
from tests.accounts.profile.store import Store, saw
from tests.support.logs import without_times
from tests.support.orders import signed_in
from tests.support.pages import Page, fields_of, form_around
from tests.support.visitors import BROWSER, Visitor, Welcome

SPEC = "spec:K7Q4M-2XR9D-T"
INSEAM, RIDE = "measure.inseam", "told.ride"
NO_INSEAM = (
    ("110", "110 cm is more than we can build for. The nearest is 100 cm."),
    ("20", "20 cm is less than we can build for. The nearest is 60 cm."),
    ("84.3", "84.3 cm lies between two steps. The nearest is 84.5 cm."),
    ("84.25", "84.25 cm lies between two steps. The nearest is 84 cm."),
    ("-84", "−84 cm is less than we can build for. The nearest is 60 cm."),
    ("long", "Please write a number, such as 60 cm."),
    ("1e3", "Please write a number, such as 60 cm."),
    ("NaN", "Please write a number, such as 60 cm."),
    ("", "Please write a number, such as 60 cm."),
)


async def tell(visitor: Visitor, key: str, value: str) -> Page:
    """Answer by the page's form for this question, and see where that leads."""
    page = await visitor.open(PAGE)
    forms = [form_around(field) for field in page.all("input", name="key", value=key)]
    (form,) = (form for form in forms if form["action"] == "/my/answers")
    fields = {**fields_of(form), "value": value}
    return await visitor.go_on(await visitor.client.post(form["action"], data=fields, headers=BROWSER))


async def test_each_question_says_what_she_gets_by_it_and_is_answered_by_a_button(anna: Visitor, store: Store):
    page = await anna.open(PAGE)
    assert "What do you mostly ride for?" in page.words
    assert "We show you first what is good for that." in page.words

    page = await anna.go_on(await anna.press(page, "Long days out of town"))
    assert page.status == "We remember it."
    told = await store.fact("tours")
    assert (told.key, told.kind) == (RIDE, FactKind.TOLD)
    assert "What do you mostly ride for? Long days out of town" in entry(page, told).words
    assert "You told us on" in entry(page, told).words
    assert "Remember what you tell us" in entry(page, told).words
    assert not page.all("button", name="value", value="tours")


async def test_a_measure_is_kept_in_millimetres_and_said_in_each_language_as_people_say_it(anna: Visitor, store: Store):
    page = await tell(anna, INSEAM, " 84,5 ")
    (fact,) = await store.facts()

    assert (fact.key, fact.value) == (INSEAM, "845")
    assert fact.words == {"en": "84.5\N{NO-BREAK SPACE}cm", "ru": "84,5\N{NO-BREAK SPACE}см"}
    assert "Inside leg: 84.5 cm" in entry(page, fact).words
    assert "sent to nobody" in page.words
    assert page.field("value", "84.5")["id"] == f"change-{fact.id}"
    russian = await anna.open(f"/ru{PAGE}")
    assert "84,5 см" in entry(russian, fact).words
    assert russian.field("value", "84,5")


async def test_a_measure_that_is_none_comes_back_with_the_nearest(anna: Visitor, store: Store):
    for typed, words in NO_INSEAM:
        page = await tell(anna, INSEAM, typed)
        field = page.part(f"ask-{INSEAM}")

        assert page.status_code == 422
        assert (field["value"], field["aria-invalid"]) == (typed, "true")
        assert page.part(field["aria-describedby"]).words == words
        assert page.link(words) == f"#ask-{INSEAM}"
    assert await store.facts() == []


async def test_she_changes_a_measure_and_it_stays_one_fact(anna: Visitor, store: Store):
    page = await tell(anna, INSEAM, "84")
    (fact,) = await store.facts()
    page = await anna.go_on(await press_at(anna, page, fact, "Remember this", value="86"))

    (changed,) = await store.facts()
    assert (changed.id, changed.value, changed.turn) == (fact.id, "860", fact.turn + 1)
    assert "86 cm" in entry(page, changed).words


async def test_a_change_that_is_none_comes_back_beside_its_field(anna: Visitor, store: Store):
    page = await tell(anna, INSEAM, "84")
    (fact,) = await store.facts()
    page = Page(await press_at(anna, page, fact, "Remember this", value="200"))

    assert page.status_code == 422
    assert page.part(f"change-{fact.id}")["value"] == "200"
    assert "The nearest is 100 cm." in page.part(f"change-{fact.id}-error").words


async def test_what_was_learned_becomes_told_when_she_corrects_it(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("pine"), saw("ochre"))
    fact = await store.fact("pine")
    page = await anna.open(PAGE)
    picks = {pick["value"]: "checked" in pick.attributes for pick in entry(page, fact).all("input", type="radio")}
    assert [value for value, checked in picks.items() if checked] == ["pine"]

    page = await anna.go_on(await press_at(anna, page, fact, "Remember this", value="soot"))
    (told,) = await store.facts()
    assert (told.id, told.value, told.kind) == (fact.id, "soot", FactKind.TOLD)
    assert "You told us on" in entry(page, told).words
    assert "You chose it yourself" not in page.words


async def test_what_is_no_answer_changes_nothing(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("pine"))
    fact = await store.fact("pine")
    for value in ("", "walnut", "x" * 5000, "\0", "pine "):
        page = Page(await press_at(anna, await anna.open(PAGE), fact, "Remember this", value=value))
        assert page.status_code == 422
        assert page.part(f"change-{fact.id}-error").words == "Please choose one of the answers."

    assert (await store.fact("pine")).kind is FactKind.OBSERVED


async def test_whoever_changes_it_in_an_older_tab_is_told_what_it_has_become_and_keeps_what_they_typed(
    anna: Visitor, store: Store, welcome: Welcome
):
    await tell(anna, INSEAM, "84")
    (fact,) = await store.facts()
    her_phone = await signed_in(welcome, ANNA)
    older = await her_phone.open(PAGE)
    await press_at(anna, await anna.open(PAGE), fact, "Remember this", value="86")
    page = Page(await press_at(her_phone, older, fact, "Remember this", value="85"))

    assert page.status_code == 409
    assert page.part(f"change-{fact.id}")["value"] == "85"
    assert "this became: 86 cm." in page.part(f"change-{fact.id}-error").words
    assert (await store.facts())[0].value == "860"

    page = await her_phone.go_on(await press_at(her_phone, page, fact, "Remember this"))
    assert (await store.facts())[0].value == "850"


async def test_of_two_changes_at_the_same_moment_one_is_kept_and_the_other_told(anna: Visitor, store: Store):
    await tell(anna, INSEAM, "84")
    (fact,) = await store.facts()
    page = await anna.open(PAGE)
    answers = await gather(
        *(press_at(anna, page, fact, "Remember this", value=value) for value in ("85", "86", "87", "88"))
    )

    assert sorted(answer.status_code for answer in answers) == [303, 409, 409, 409]
    (changed,) = await store.facts()
    assert changed.turn == fact.turn + 1


async def test_a_button_pressed_twice_tells_once(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("pine"))
    fact, page = await store.fact("pine"), await anna.open(PAGE)
    answers = [await press_at(anna, page, fact, "Remember this", value="soot") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert (await store.uses()).count("remember ebike.colour") == 1


async def test_what_was_forgotten_in_another_tab_cannot_be_changed_and_nothing_else_is(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("pine"))
    fact, older = await store.fact("pine"), await anna.open(PAGE)
    await store.forget("pine")
    await store.learn(SPEC, saw("soot"))

    for words in ("Remember this", "Not now", "Forget"):
        page = Page(await press_at(anna, older, fact, words))
        assert page.status_code == 404
        assert "We do not know that, or not any more." in page.words
    assert await store.known() == {"soot": (FactKind.OBSERVED, 4)}


async def test_a_question_answered_in_another_tab_is_not_answered_over(anna: Visitor, store: Store):
    older = await anna.open(PAGE)
    await tell(anna, RIDE, "tours")
    same = await anna.press(older, "Long days out of town")
    page = Page(await anna.press(older, "To work and back"))

    assert same.status_code == 303
    assert page.status_code == 409
    assert "this became: Long days out of town." in page.words
    assert list(await store.known()) == ["tours"]
    fact = await store.fact("tours")
    (pick,) = (pick for pick in entry(page, fact).all("input", type="radio") if "checked" in pick.attributes)
    assert pick["value"] == "commute"


async def test_correcting_needs_the_permission_to_remember_and_what_she_chose_is_not_lost(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("pine"))
    fact, older = await store.fact("pine"), await anna.open(PAGE)
    await store.withdraw(REMEMBER)
    assert not entry(await anna.open(PAGE), fact).all("input", type="radio")
    page = Page(await press_at(anna, older, fact, "Remember this", value="soot"))

    assert page.status_code == 409
    assert "we need your permission first" in page.part(f"change-{fact.id}-error").words
    (pick,) = (pick for pick in entry(page, fact).all("input", type="radio") if "checked" in pick.attributes)
    assert pick["value"] == "soot"
    assert page.link("Read and allow it") == "/my/permissions#remember"
    assert (await store.fact("pine")).kind is FactKind.OBSERVED

    await store.allow(REMEMBER)
    assert (await press_at(anna, page, fact, "Remember this")).status_code == 303
    assert list(await store.known()) == ["soot"]


async def test_an_answer_without_permission_is_not_kept_and_comes_back(anna: Visitor, store: Store):
    older = await anna.open(PAGE)
    await store.withdraw(REMEMBER)
    form = {"key": INSEAM, "value": "84"}
    page = Page(await anna.client.post("/my/answers", data=form, headers=BROWSER))

    assert page.status_code == 409
    assert page.part(f"ask-{INSEAM}")["value"] == "84"
    assert (await anna.press(older, "Long days out of town")).status_code == 409
    assert await store.facts() == []


async def test_in_an_anonymous_browser_nothing_is_asked_or_told_and_all_can_be_forgotten(anna: Visitor, store: Store):
    await store.learn(SPEC, saw("pine"))
    older = await anna.open(PAGE)
    anna.client.headers["Sec-GPC"] = "1"
    page = await anna.open(PAGE)

    assert "Nothing is learned in this browser, nothing serves in it, and nothing is asked." in page.words
    assert page.link("This browser") == "/my/permissions#browser"
    assert not page.all("form", action="/my/answers")
    for key, value in ((RIDE, "tours"), (INSEAM, "84")):
        answer = await anna.client.post("/my/answers", data={"key": key, "value": value}, headers=BROWSER)
        assert answer.status_code == 409
    fact = await store.fact("pine")
    assert (await press_at(anna, older, fact, "Remember this", value="soot")).status_code == 409
    assert list(await store.known()) == ["pine"]

    await anna.press(page, "Forget")
    assert await store.facts() == []


async def test_while_her_erasure_waits_nothing_can_be_told_and_all_is_seen_and_can_be_forgotten(
    anna: Visitor, store: Store, database: Database
):
    await store.learn(SPEC, saw("pine"))
    await tell(anna, INSEAM, "84")
    async with database.writing() as session:
        await session.execute(update(Subject).values(restricted_at=clock.now()))
    page = await anna.open(PAGE)

    assert "You asked to be erased." in page.words
    assert page.link("Your data") == "/my/data"
    assert not page.all("form", action="/my/answers")
    answer = await anna.client.post("/my/answers", data={"key": RIDE, "value": "tours"}, headers=BROWSER)
    assert answer.status_code == 409
    for fact in await store.facts():
        page = await anna.go_on(await press_at(anna, page, fact, "Forget"))
    assert await store.facts() == []


async def test_what_no_product_asks_is_not_kept(anna: Visitor, store: Store):
    for key, value in product(
        ("", "measure.", "told.shoe", "ebike.colour", "\0", "x" * 5000), ("", "pine", "84", "\0")
    ):
        page = Page(await anna.client.post("/my/answers", data={"key": key, "value": value}, headers=BROWSER))
        assert page.status_code == 422
        assert "No product asks that today." in page.words

    assert await store.facts() == []


async def test_bens_permission_does_not_let_anna_tell(anna: Visitor, ben: Visitor, database: Database):
    await (await Store.of(database, "ben@example.org")).allow(REMEMBER, LEARN)
    answer = await anna.client.post("/my/answers", data={"key": RIDE, "value": "tours"}, headers=BROWSER)

    assert answer.status_code == 409


async def test_no_measure_stands_in_an_address_or_a_log(
    anna: Visitor, store: Store, capsys: pytest.CaptureFixture[str]
):
    page = await tell(anna, INSEAM, "84.5")
    (fact,) = await store.facts()
    answer = await press_at(anna, page, fact, "Remember this", value="87.5")
    said = without_times(capsys.readouterr().err)

    assert "/my/answers" in said
    for number in ("84.5", "845", "87.5", "875"):
        assert number not in said
        assert number not in answer.headers["location"] + page.address
