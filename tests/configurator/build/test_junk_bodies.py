"""Whatever a program sends for a body, it gets a verdict or a problem that says 400."""

import json
from typing import Any

import pytest
from httpx import Response

from tests.support.apps import SHOP
from tests.support.visitors import Visitor

JSON = {"Content-Type": "application/json", "Origin": SHOP}
TOO_MUCH = 400


async def post(shopper: Visitor, body: bytes, media_type: str = "application/json") -> Response:
    headers = {**JSON, "Content-Type": media_type}
    return await shopper.client.post("/api/products/ebike/verdict", content=body, headers=headers)


def is_problem(answer: Response, status: int = 400) -> bool:
    problem = answer.json()
    return (
        answer.status_code == problem["status"] == status
        and answer.headers["content-type"] == "application/problem+json"
        and bool(problem["title"] and problem["detail"])
    )


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"nonsense", b"\xff\xfe", b"\0", b"NaN", b'{"choices": [}', b"{'choices': []}"),
        *(b"null", b"[]", b"3", b'"motor.hub"', b"true"),
        *(b"[" * 100_000, b'{"personal":' * 20_000, b'{"choices": ' + b"[" * 50_000),
        *(b'{"personal": {"inseam": NaN}}', b'{"personal": {"inseam": Infinity}}', b'{"personal": {"inseam": 1e999}}'),
        b'{"choices": ["\\ud800"]}',
    ],
    ids=lambda body: repr(body[:30]),
)
async def test_what_is_no_json_or_no_object_is_a_problem(shopper: Visitor, body: bytes):
    assert is_problem(await post(shopper, body))


@pytest.mark.parametrize(
    "question",
    [
        {"choices": "motor.hub"},
        {"choices": {"motor": "hub"}},
        {"choices": [None]},
        {"choices": [1, 2]},
        {"choices": [["motor.hub"]]},
        {"choices": ["motor.hub"] * (TOO_MUCH + 1)},
        {"personal": []},
        {"personal": "inseam"},
        {"personal": {"inseam": None}},
        {"personal": {"inseam": True}},
        {"personal": {"inseam": [82]}},
        {"personal": {"inseam": {"cm": 82}}},
        {"version": 3},
        {"base": None},
        {"region": ["eu"]},
    ],
    ids=lambda question: json.dumps(question)[:40],
)
async def test_wrong_types_are_a_problem(shopper: Visitor, question: Any):
    assert is_problem(await post(shopper, json.dumps(question).encode()))


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"choices": []},
        {"choices": ["motor.hub", "motor.mid"] * (TOO_MUCH // 2)},
        {"choices": ["x" * 200_000]},
        {"choices": [",,,", "motor.hub,frame.step", "\0", "\u202e", "\r\n", "<script>"]},
        {"personal": {"plate": "\0\u202e\r\n", "inseam": " 82 "}},
        {"personal": {str(number): number for number in range(5_000)}},
        {"version": "\0", "base": "\0", "region": "\0"},
        {"version": "f" * 100_000},
        {"unknown": {"deeply": [[[[[{}]]]]]}},
    ],
    ids=lambda question: json.dumps(question)[:40],
)
async def test_odd_things_of_the_right_type_get_a_verdict(shopper: Visitor, question: Any):
    answer = await post(shopper, json.dumps(question).encode())

    assert answer.status_code == 200
    assert answer.json()["product"] == "ebike"


@pytest.mark.parametrize(
    "media_type",
    ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/msgpack"],
)
async def test_the_name_of_the_type_does_not_matter_or_is_a_problem(shopper: Visitor, media_type: str):
    answer = await post(shopper, b'{"choices": ["motor.hub"]}', media_type)

    assert answer.status_code == 200 or is_problem(answer, answer.status_code)
    assert answer.status_code < 500


async def test_more_than_we_take_is_refused(shopper: Visitor):
    assert is_problem(await post(shopper, b'{"base": "' + b"x" * 300_000 + b'"}'), 413)


@pytest.mark.parametrize(
    "query",
    [
        *("c=%00", "v=%00", "base=%00"),
        *("c=a&c=b", "v=1&v=2"),
        *("c", "c=%FF%FE", "c=%ED%A0%80", "%00=1", "=&=&&&", "c[]=motor.hub", "c=" + "," * 5000),
        *("region=eu&region=us", "base=" + "x" * 5000, "v=" + "0" * 5000, "v=%25%25%25%25%25%25%25%25"),
    ],
)
async def test_junk_in_the_address_gets_a_verdict_or_a_problem(shopper: Visitor, query: str):
    answer = await shopper.client.get(f"/api/products/ebike/verdict?{query}")

    assert answer.status_code == 200 or is_problem(answer)


@pytest.mark.parametrize("product", ["submarine", "%2e%2e", "ebike%20", "EBIKE", "x" * 5000, "%E2%80%AE", "-"])
async def test_a_product_we_do_not_make_is_a_problem(shopper: Visitor, product: str):
    path = f"/api/products/{product}/verdict"

    assert is_problem(await shopper.client.get(path), 404)
    assert is_problem(await shopper.client.post(path, content=b"{}", headers=JSON), 404)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_what_it_does_not_do_is_a_problem(shopper: Visitor, method: str):
    answer = await shopper.client.request(method, "/api/products/ebike/verdict", headers=JSON)

    assert is_problem(answer, 405)
    assert {"GET", "POST"} <= set(answer.headers["allow"].replace(" ", "").split(","))
