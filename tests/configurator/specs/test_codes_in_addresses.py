"""A code is read as people write it, and nobody can try many."""

import pytest

from tests.configurator.specs.conftest import save
from tests.support.pages import Page
from tests.support.visitors import BROWSER, Visitor, Welcome

A_MINUTE = 60


@pytest.mark.parametrize(
    "written",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", "%20"),
        lambda code: code.replace("0", "o").replace("1", "l"),
        lambda code: code.replace("0", "O").replace("1", "I"),
        lambda code: f"--{code}--",
    ],
)
async def test_a_code_written_in_another_way_leads_to_the_canonical_address(spec: str, helper: Visitor, written):
    code = spec.removeprefix("/specs/")
    answer = await helper.client.get(f"/specs/{written(code)}", headers=BROWSER)

    if written(code) == code:
        assert answer.status_code == 200
    else:
        assert answer.status_code == 303
        assert answer.headers["location"] == spec


async def test_it_stays_in_the_language_and_at_the_revision(spec: str, helper: Visitor):
    code = spec.removeprefix("/specs/")
    answer = await helper.client.get(f"/ru/specs/{code.lower()}?revision=1", headers=BROWSER)

    assert answer.headers["location"] == f"/ru{spec}?revision=1"


@pytest.mark.parametrize(
    "code", ["00000-00000-0", "00000-00000-1", "x", "K7Q4M-2XR9D-TT", "%E2%80%AE", "...", "Ж" * 11, "0" * 5000, "%20"]
)
async def test_a_code_that_nobody_has_is_a_page_of_the_shop_and_a_404(helper: Visitor, code: str):
    page = await helper.open(f"/ru/specs/{code}", status=404)

    assert "Здесь ничего нет" in page.words


async def test_one_wrong_character_finds_nobody_elses_spec(spec: str, helper: Visitor):
    code = spec.removeprefix("/specs/")
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")

    await helper.open(f"/specs/{wrong}", status=404)


async def test_who_tries_many_is_asked_to_wait_and_nobody_else(welcome: Welcome, spec: str):
    guesser, helper = welcome(), welcome()
    for number in range(A_MINUTE):
        await guesser.client.get(f"/specs/{number}")
    answer = await guesser.client.get(spec, headers={**BROWSER, "Accept-Language": "ru", "X-Forwarded-For": "10.9.9.9"})

    assert answer.status_code == 429
    assert "минуту" in Page(answer).words
    assert Page(answer).link("Atelier") == "/"
    assert (await helper.client.get(spec)).status_code == 200


async def test_the_wait_does_not_close_the_rest_of_the_shop(welcome: Welcome):
    guesser = welcome()
    for number in range(A_MINUTE + 1):
        last = await guesser.client.get(f"/specs/{number}")

    assert last.status_code == 429
    await guesser.open("/build/ebike")
    assert await save(guesser)
