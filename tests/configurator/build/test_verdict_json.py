"""The verdict for programs: its shape, its sums, and that it says the same as the page."""

import pytest

from tests.support.visitors import Visitor

OPTION = {"code", "label", "state", "quantity", "quantities", "difference", "moves", "causes"}
STATES = {"chosen", "implied", "default", "open", "blocked"}


async def address(shopper: Visitor, query: str = "", product: str = "ebike", prefix: str = "") -> dict:
    answer = await shopper.client.get(f"{prefix}/api/products/{product}/verdict?{query}")
    assert answer.status_code == 200
    return dict(answer.json())


async def test_it_has_the_shape_that_was_promised(shopper: Visitor):
    verdict = await address(shopper, "c=frame.diamond,motor.strong")

    assert {"product", "version", "choices", "dropped", "complete", "price", "groups"} <= verdict.keys()
    assert verdict["product"] == "ebike"
    assert len(verdict["version"]) == 64
    assert verdict["choices"] == ["frame.diamond", "motor.strong"]
    assert verdict["dropped"] == []
    assert verdict["price"].keys() == {"currency", "total", "lines", "tax"}
    for group in verdict["groups"]:
        assert {"code", "label", "kind", "personal", "state", "options", "value", "min", "max", "step"} <= group.keys()
        assert group["kind"] in {"one", "some", "number", "text"}
        assert group["state"] in STATES
        for option in group["options"]:
            assert option.keys() == OPTION
            assert option["code"].startswith(f"{group['code']}.")
            assert option["state"] in STATES


async def test_the_lines_add_up_and_the_tax_is_a_part(shopper: Visitor):
    price = (await address(shopper, "c=motor.speed,bags.rear:2,lights.bright"))["price"]

    assert sum(line["amount"] for line in price["lines"]) == price["total"]
    assert price["currency"] == "EUR"
    assert price["tax"] == [{"rate": 21.0, "amount": round(price["total"] * 21 / 121)}]
    assert {"label": "Papers and inspection for 45\N{NO-BREAK SPACE}km/h", "amount": 12900} in price["lines"]


async def test_what_was_chosen_and_what_follows_is_told_apart(shopper: Visitor):
    verdict = await address(shopper, "c=motor.speed")
    states = {option["code"]: option for group in verdict["groups"] for option in group["options"]}

    assert states["motor.speed"]["state"] == "chosen"
    assert states["extras.mirror"]["state"] == "implied"
    assert states["frame.diamond"]["state"] == "default"
    assert states["colour.pine"]["state"] == "open"
    assert states["extras.child_seat"]["state"] == "blocked"
    assert states["extras.child_seat"]["difference"] is None
    assert states["extras.child_seat"]["causes"] == [
        {
            "rule": "speed_child",
            "message": "No child seat is approved for 45\N{NO-BREAK SPACE}km/h",
            "choices": ["motor.speed"],
        }
    ]


async def test_what_could_not_be_kept_is_listed_with_its_causes(shopper: Visitor):
    verdict = await address(shopper, "c=frame.diamond,drive.belt8,wings.large,inseam:97")

    assert verdict["choices"] == ["frame.diamond"]
    assert {each["choice"] for each in verdict["dropped"]} == {"drive.belt8", "wings.large", "inseam"}
    assert all(each["causes"] and each["causes"][0]["message"] for each in verdict["dropped"])


async def test_it_can_be_ordered_once_all_that_is_needed_is_told(shopper: Visitor):
    before = await shopper.verdict()
    after = await shopper.verdict(personal={"inseam": 82.5})

    assert (before["complete"], before["missing"]) == (False, ["inseam"])
    assert (after["complete"], after["missing"]) == (True, [])


@pytest.mark.parametrize("value", [97.5, "97.5", "97,5"])
async def test_measures_count_and_come_before_all_choices(shopper: Visitor, value: object):
    verdict = await shopper.verdict(choices=["size.xs"], personal={"inseam": value})
    (inseam,) = (group for group in verdict["groups"] if group["code"] == "inseam")

    assert (inseam["state"], inseam["value"], inseam["unit"]) == ("chosen", 97.5, "cm")
    assert [each["choice"] for each in verdict["dropped"]] == ["size.xs"]
    assert {"label": "Inside leg", "amount": 700} in verdict["price"]["lines"]


async def test_in_a_body_they_may_stand_among_the_choices(shopper: Visitor):
    among = await shopper.verdict(choices=["size.xs", "inseam:97.5"])

    assert among == await shopper.verdict(choices=["size.xs"], personal={"inseam": 97.5})


@pytest.mark.parametrize(
    "personal",
    [
        *({"inseam": value} for value in ("tall", "", "1e-999999999", 200, 82.3, 1e300, 10**400)),
        *({"plate": "x" * 19}, {"rider": -1}, {"wings": 3}, {"motor": "motor.hub"}),
    ],
)
async def test_a_personal_answer_that_cannot_be_taken_is_listed_and_no_more(shopper: Visitor, personal: dict):
    answer = await shopper.client.post("/api/products/ebike/verdict", json={"personal": personal})
    verdict = answer.json()

    assert answer.status_code == 200
    assert [each["choice"].partition(":")[0] for each in verdict["dropped"]] == list(personal)
    assert verdict["price"] == (await shopper.verdict())["price"]
    assert len(answer.content) < 60_000


async def test_it_says_the_same_as_the_page(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=motor.speed,bags.rear:2&base=city")
    verdict = await address(shopper, f"c=motor.speed,bags.rear:2&base=city&v={page.form['v']}")

    assert ",".join(verdict["choices"]) == page.form["c"]
    assert verdict["base"] == "city"
    assert f"{verdict['price']['total'] / 100:,.2f}" in page.status
    for group in verdict["groups"]:
        for option in group["options"]:
            if group["kind"] == "one" and option["quantity"]:
                assert page.form[group["code"]] == option["code"]


async def test_asking_in_the_address_and_in_the_body_is_the_same(shopper: Visitor):
    asked = await address(shopper, "c=frame.split,drive.belt8&base=express")

    assert asked == await shopper.verdict(choices=["frame.split", "drive.belt8"], base="express")


async def test_the_same_question_gets_the_same_bytes(shopper: Visitor):
    addresses = [f"/api/products/ebike/verdict?c={c}" for c in ("", "motor.hub", "frame.mixte,bags.front:2", "size.xl")]
    first = [(await shopper.client.get(each)).content for each in addresses]
    again = [(await shopper.client.get(each)).content for each in reversed(addresses)]

    assert first == again[::-1]


async def test_its_words_are_in_the_language_that_was_asked_for(shopper: Visitor):
    russian = await address(shopper, "c=frame.diamond,drive.belt8", prefix="/ru")
    answer = await shopper.client.get("/api/products/ebike/verdict", headers={"Accept-Language": "ru"})

    assert russian["dropped"][0]["causes"][0]["message"].startswith("Ремень — замкнутая петля")
    assert answer.json()["groups"][0]["label"] == "Рама"
    assert answer.headers["content-language"] == "ru"
