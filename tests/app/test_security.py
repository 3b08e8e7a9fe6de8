"""The floor: headers on every answer, writes from our own pages only, and a cookie that stays ours."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Request, Response, post
from litestar.types import ControllerRouterHandler

from app.asgi import create_app
from app.core.ids import digest, is_token, new_token
from app.core.security import LARGEST_BODY, guest_cookie, guest_token
from app.core.settings import Settings

SHOP = "https://shop.example"


@post("/probe/write", sync_to_thread=False)
def write(request: Request) -> Response[str]:
    token = guest_token(request)
    return Response(token or "a stranger", cookies=[] if token else [guest_cookie("A" * 22)])


@post("/probe/form")
async def form(request: Request) -> int:
    return len(await request.form())


@pytest.fixture
def probes() -> tuple[ControllerRouterHandler, ...]:
    return (write, form)


@pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/schema", "/schema/openapi.json", "/static/img/mark.svg"])
async def test_every_answer_carries_the_headers(client: AsyncClient, path: str):
    headers = (await client.get(path)).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["strict-transport-security"].startswith("max-age=")
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/static/css/site.css", "/static/js/atelier.js", "/static/font/ysabeau-latin.woff2"])
async def test_what_can_be_no_page_carries_the_headers_that_count_for_it(client: AsyncClient, path: str):
    headers = (await client.get(path)).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["strict-transport-security"]
    assert "content-security-policy" not in headers


@pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/schema", "/static/img/mark.svg"])
async def test_no_cookie_is_set_before_the_first_write(client: AsyncClient, path: str):
    assert "set-cookie" not in (await client.get(path)).headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({"Sec-Fetch-Site": "none"}, 201),
        ({"Sec-Fetch-Site": "same-origin", "Origin": SHOP}, 201),
        ({"Origin": SHOP}, 201),
        ({}, 201),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": SHOP}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://shop.example.evil.example"}, 403),
        ({"Origin": "http://shop.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example", "Host": "evil.example"}, 403),
        ({"Cookie": "__Host-guest=" + "A" * 22}, 403),
    ],
)
async def test_who_may_write(client: AsyncClient, headers: dict[str, str], status: int):
    assert (await client.post("/probe/write", headers=headers)).status_code == status


async def test_a_write_from_elsewhere_is_refused_in_words(client: AsyncClient):
    answer = await client.post("/ru/probe/write", headers={"Sec-Fetch-Site": "cross-site"})

    assert "не с наших страниц" in answer.text


@pytest.fixture
async def neighbour(tmp_path: Path) -> AsyncIterator[AsyncClient]:
    """A browser at a shop on this machine, which has more than one name here."""
    app = create_app(Settings.from_env({"ATELIER_DATA": str(tmp_path)}))
    app.register(write)
    async with app.lifespan(), AsyncClient(transport=ASGITransport(app), base_url="http://localhost:8000") as client:
        yield client


async def test_on_this_machine_the_other_name_of_the_shop_will_do(neighbour: AsyncClient):
    good = await neighbour.post("/probe/write", headers={"Origin": "http://localhost:8000"})
    bad = await neighbour.post("/probe/write", headers={"Origin": "http://localhost:9000"})
    rebound = await neighbour.post("/probe/write", headers={"Origin": "http://evil:1", "Host": "evil:1"})

    assert [good.status_code, bad.status_code, rebound.status_code] == [201, 403, 403]


async def test_over_plain_http_browsers_are_not_told_to_insist_on_https(neighbour: AsyncClient):
    assert "strict-transport-security" not in (await neighbour.get("/healthz")).headers


async def test_the_guests_cookie_is_for_this_host_only_and_out_of_reach_of_scripts(client: AsyncClient):
    cookie = (await client.post("/probe/write")).headers["set-cookie"]

    assert cookie.startswith("__Host-guest=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


async def test_a_guest_is_known_again(client: AsyncClient):
    await client.post("/probe/write")
    again = await client.post("/probe/write", headers={"Origin": SHOP})

    assert again.text == "A" * 22
    assert "set-cookie" not in again.headers


@pytest.mark.parametrize("value", ["", "short", "A" * 23, "A" * 21 + "!", "A" * 21 + "Ж"])
async def test_a_made_up_cookie_is_nobody(client: AsyncClient, value: str):
    headers = [(b"cookie", f"__Host-guest={value}".encode()), (b"origin", SHOP.encode())]
    answer = await client.post("/probe/write", headers=headers)

    assert answer.text == "a stranger"


def test_tokens_are_random_and_only_their_digest_is_kept():
    tokens = {new_token() for _ in range(1000)}

    assert len(tokens) == 1000
    assert all(map(is_token, tokens))
    assert all(token not in digest(token) and len(digest(token)) == 64 for token in tokens)


async def test_too_large_a_body_is_refused(client: AsyncClient):
    answer = await client.post("/probe/form", data={"a": "x" * LARGEST_BODY})

    assert answer.status_code == 413


async def test_too_long_an_address_is_refused(client: AsyncClient):
    assert (await client.get("/healthz?c=" + "a" * 9000)).status_code == 414
