"""The interface for programs is described, truly, as an OpenAPI document and as a page."""

from typing import Any

import pytest

from tests.support.apps import SHOP
from tests.support.schemas import misfits, references, resolved
from tests.support.visitors import Visitor

PRODUCTS, VERDICT = "/api/products", "/api/products/{product}/verdict"


@pytest.fixture
async def document(shopper: Visitor) -> dict[str, Any]:
    answer = await shopper.client.get("/schema/openapi.json")
    assert answer.status_code == 200
    return dict(answer.json())


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(path, operation) for path, named in document["paths"].items() for operation in named.values()]


async def test_it_names_what_programs_may_ask(document: dict[str, Any]):
    named = {path: set(methods) for path, methods in document["paths"].items()}

    assert named == {PRODUCTS: {"get"}, VERDICT: {"get", "post"}}


async def test_it_is_a_valid_document(document: dict[str, Any]):
    assert document["openapi"].startswith("3.1.")
    assert document["info"]["title"]
    assert document["info"]["version"]
    for reference in references(document):
        assert resolved(document, {"$ref": reference})
    names = [operation["operationId"] for _, operation in operations(document)]
    assert len(set(names)) == len(names)
    for path, operation in operations(document):
        assert operation["summary"]
        assert operation["responses"]
        assert all(answer["description"] for answer in operation["responses"].values())
        assert all(parameter["in"] in ("path", "query") for parameter in operation["parameters"])
        placed = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
        assert placed == ({"product"} if "{product}" in path else set())


def schema_of(
    document: dict[str, Any], method: str, status: int, media_type: str, path: str = VERDICT
) -> dict[str, Any]:
    answer = document["paths"][path][method]["responses"][str(status)]
    return dict(answer["content"][media_type]["schema"])


@pytest.mark.parametrize("c", ["", "frame.diamond,drive.belt8,wings.large,inseam:3", "motor.speed,bags.rear:2"])
async def test_what_is_answered_is_what_is_described(shopper: Visitor, document: dict[str, Any], c: str):
    schema = schema_of(document, "get", 200, "application/json")
    answer = await shopper.client.get(f"/api/products/ebike/verdict?c={c}")

    assert not list(misfits(document, schema, answer.json()))


async def test_so_is_the_list_of_products(shopper: Visitor, document: dict[str, Any]):
    schema = schema_of(document, "get", 200, "application/json", PRODUCTS)
    for query in ("", "?region=us", "?region=moon"):
        answer = await shopper.client.get(PRODUCTS + query)
        assert not list(misfits(document, schema, answer.json()))

    refused = await shopper.client.get(f"{PRODUCTS}?region=%00")
    schema = schema_of(document, "get", 400, "application/problem+json", PRODUCTS)
    assert refused.status_code == 400
    assert not list(misfits(document, schema, refused.json()))


async def test_so_are_its_problems(shopper: Visitor, document: dict[str, Any]):
    for method, path, status in (
        ("get", "/api/products/ebike/verdict?c=%00", 400),
        ("post", "/api/products/ebike/verdict", 400),
        ("get", "/api/products/submarine/verdict", 404),
    ):
        answer = await shopper.client.request(method, path, content=b"{" if method == "post" else None)
        schema = schema_of(document, method, status, "application/problem+json")

        assert answer.status_code == status
        assert not list(misfits(document, schema, answer.json()))


async def test_a_question_as_described_is_taken(shopper: Visitor, document: dict[str, Any]):
    question = {"choices": ["motor.hub"], "personal": {"inseam": 82.5}, "version": "", "base": "city", "region": "eu"}
    body = document["paths"][VERDICT]["post"]["requestBody"]["content"]["application/json"]["schema"]
    answer = await shopper.client.post("/api/products/ebike/verdict", json=question, headers={"Origin": SHOP})

    assert not list(misfits(document, body, question))
    assert answer.status_code == 200


@pytest.mark.parametrize(("address", "words"), [("/schema", "For programs"), ("/ru/schema", "Для программ")])
async def test_the_page_lists_all(shopper: Visitor, address: str, words: str):
    page = await shopper.open(address)

    assert words in page.words
    assert f"GET {PRODUCTS}" in page.words
    assert f"GET {VERDICT}" in page.words
    assert f"POST {VERDICT}" in page.words
    assert "personal" in page.words
    assert page.link("OpenAPI").endswith("/schema/openapi.json")
