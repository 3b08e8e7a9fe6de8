"""Whatever comes from outside, the shop answers, and never with a fault of its own."""

import pytest
from httpx import AsyncClient, Response
from litestar import Litestar

from tests.support.apps import SHOP
from tests.support.visitors import HTMX, Visitor

TOKEN = "A" * 22
CODE = "00000-00000-0"
ROUTES = [
    ("GET", "/"),
    ("GET", "/build/{}"),
    ("POST", "/build/{}"),
    *(("POST", f"/build/ebike/facts/{{}}/{verb}") for verb in ("rest", "forgetting")),
    ("POST", "/specs"),
    ("GET", "/specs/{}"),
    ("POST", "/specs/{}/revisions"),
    ("POST", "/specs/{}/changes"),
    ("POST", "/specs/{}/name"),
    ("POST", "/specs/{}/note"),
    ("POST", "/specs/{}/copies"),
    ("POST", "/specs/{}/deletion"),
    ("POST", "/specs/{}/restoration"),
    ("POST", "/specs/{}/keys"),
    *(
        (method, path)
        for path in ("/signin", "/signin/link", "/signup", "/signup/account", "/key")
        for method in ("GET", "POST")
    ),
    *(("GET", path) for path in ("/signin/sent", "/signup/sent", "/my", "/my/sessions", "/my/password", "/my/joining")),
    *(("POST", path) for path in ("/signin/links", "/my/sessions/{}/ending", "/my/sessions/ending", "/my/password")),
    *(("POST", path) for path in ("/my/password/removal", "/my/joining", "/my/joining/refusal", "/signout")),
    *(("GET", path) for path in ("/my/permissions", "/privacy")),
    *(("POST", path) for path in ("/my/permissions/{}", "/my/permissions/{}/withdrawal")),
    *(("POST", path) for path in ("/anonymity", "/anonymity/ending")),
    ("GET", "/my/facts"),
    *(("POST", f"/my/facts/{{}}/{verb}") for verb in ("change", "forgetting", "rest", "return", "silence")),
    *(("POST", path) for path in ("/my/answers", "/my/skips", "/my/budget", "/my/silences/ending")),
    ("GET", "/my/specs"),
    *(("GET", path) for path in ("/my/data", "/my/data/schema.json", "/erased")),
    *(("GET", path) for path in ("/my/data/export.json", "/my/data/export.html")),
    *(("POST", f"/my/data/{verb}") for verb in ("proof", "erasure", "erasure/now", "erasure/cancellation")),
    *(("GET", path) for path in ("/cart", "/checkout", "/checkout/check", "/orders/{}", "/my/orders")),
    *(("POST", path) for path in ("/cart/builds", "/cart/specs", "/checkout", "/orders", "/webhooks/stripe")),
    *(("POST", f"/cart/lines/{{}}/{verb}") for verb in ("quantity", "removal", "return", "price")),
    *(("POST", f"/orders/{{}}/{verb}") for verb in ("payments", "answers", "email", "cancellation")),
    *(("GET", path) for path in ("/staff/orders", "/staff/orders/{}")),
    *(
        ("POST", f"/staff/orders/{{}}/{verb}")
        for verb in ("review", "approval", "question", "decline", "progress", "refund")
    ),
    ("GET", "/staff/feed"),
    *(("POST", path) for path in ("/staff/feed/return", "/staff/feed/{}/return", "/staff/feed/{}/removal")),
    ("GET", "/api/products/{}/verdict"),
    ("POST", "/api/products/{}/verdict"),
    ("GET", "/static/{}"),
    ("GET", "/schema"),
    ("GET", "/schema/openapi.json"),
    ("GET", "/readyz"),
    ("GET", "/{}"),
]
PLACES = [
    *("1001", "1", "-1", "9" * 30),
    *("ebike", CODE, "%00", "%ff%fe", "%ed%a0%80", "..%2f..%2fetc", "%2e%2e", "ebike/", "ebike/..", "-", "%25", "'--"),
    *("%E2%80%AE", "%F0%9F%9A%B2", "ru/ru", "x" * 3000, "{0.__class__}", "*", "%0d%0aSet-Cookie:a=b", "0" * 11, "%20"),
]
QUERIES = [
    *("c=%00", "c=%ff", "c=motor.hub&c=motor.mid", "v=%00&base=%00&region=%00&want=%00&spec=%00&revision=%00"),
    *("v=%25&c=%25", "v=" + "0" * 3000, "v=00000000", "c=" + "a.b," * 1500, "c=" + "motor.hub:" + "9" * 500),
    *("want=drive.belt8&c=frame.diamond", "want=%F0%9F%9A%B2", "spec=K7Q4M-2XR9D-T", "revision=" + "9" * 500),
    *(
        "token=%00&next=%00",
        "token=%ff&next=//evil.example",
        "token=" + TOKEN + "&next=/%ed%a0%80",
        "next=" + "/" * 3000,
    ),
    *("=&&=;", "%", "c[]=1&c[a]=2", "c=inseam:1e999", "c=inseam:-0,rider:999999999", "base=city&region=moon"),
]
FORMS = [
    *(b"", b"c", b"c=&v=", b"&" * 50_000, b"c=&" + b"a=b&" * 20_000, b'{"c": "motor.hub"}'),
    *(b"%00=%00&c=%00&v=%00&product=%00&motor=%00", b"c=&product=ebike%00&inseam=%00&plate=%00"),
    *(b"c=&inseam=1e999999999&rider=-1e-999999999&plate=" + b"%F0%9F%9A%B2" * 500, b"c=&inseam=NaN&rider=Infinity"),
    *(b"c=&motor=%FF", b"c=%ED%A0%80", b"c=" + b"motor.hub," * 20_000, b"c=&motor=motor.mid,drive.hub8"),
    *(b"c=&bags.rear=99999999999999999999&bags.front=-1", b"c=&product=ebike&spec=" + b"0" * 5000),
    *(
        b"email=anna@example.org%00&token=%00&next=%00",
        b"email=%ff@example.org&password=%ff&name=%ff&token=" + b"x" * 9000,
    ),
    *(b"email=anna@example.org&password=" + b"%F0%9F%9A%B2" * 500, b"email=" + b"a@" * 5000 + b"b.c&old=%00&new=%00"),
    *(b"c=inseam:97&frame=inseam:97&product=ebike", b"c=&c=&v=&v=&motor=motor.hub&motor=motor.mid&product=ebike"),
]
HEADERS: list[list[tuple[bytes, bytes]]] = [
    [],
    [(name.lower().encode(), value.encode()) for name, value in HTMX.items()],
    [(b"cookie", b"__Host-guest=" + TOKEN.encode()), (b"origin", SHOP.encode())],
    [(b"cookie", b"\xff=\xfe; __Host-guest=\xff; ;=;"), (b"origin", SHOP.encode())],
    [(b"hx-request-type", b"partial"), (b"hx-current-url", b"http://[::1/%ff?c=%00&v=%00"), (b"hx-request", b"true")],
    [(b"hx-request-type", b"partial"), (b"hx-current-url", b"/build/ebike?c=" + b"x" * 9000)],
    [(b"hx-request-type", b"\xff"), (b"accept-language", b"\xff;q=\xff,ru;q=1e9"), (b"accept", b"\xff/*")],
    [(b"accept", b"application/json"), (b"x-forwarded-for", b"\xff, ::1"), (b"host", b"[::1")],
]
TYPES = [b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=x", b"application/json", b"\xff"]


@pytest.fixture
async def faults(stocked: Litestar, shopper: Visitor) -> list[str]:
    """What went wrong so far; the shop has been spoken to before, so that nothing is new to it."""
    await shopper.open("/build/ebike")
    return []


async def ask(client: AsyncClient, faults: list[str], method: str, path: str, **parts: object) -> Response:
    answer = await client.request(method, path, **parts)
    if answer.status_code >= 500:
        faults.append(f"{method} {path[:80]} {str(parts)[:200]}")
    return answer


async def test_odd_places(shopper: Visitor, faults: list[str]):
    for method, route in ROUTES:
        for place in PLACES if "{}" in route else ["x"]:
            for prefix in ("", "/ru"):
                form = {"c": "", "product": "ebike"} if method == "POST" else None
                await ask(shopper.client, faults, method, prefix + route.format(place), data=form)

    assert not faults


async def test_odd_queries(shopper: Visitor, faults: list[str]):
    for method, route in ROUTES:
        for query in QUERIES:
            await ask(shopper.client, faults, method, f"{route.format('ebike')}?{query}")

    assert not faults


async def test_odd_headers(shopper: Visitor, faults: list[str]):
    for method, route in ROUTES:
        for headers in HEADERS:
            await ask(shopper.client, faults, method, route.format("ebike"), headers=headers)
            await ask(shopper.client, faults, method, route.format(CODE), headers=headers)

    assert not faults


async def test_odd_forms(shopper: Visitor, faults: list[str]):
    for method, route in ROUTES:
        for form in FORMS if method == "POST" else []:
            for media_type in TYPES:
                headers = [(b"content-type", media_type), (b"origin", SHOP.encode())]
                await ask(shopper.client, faults, method, route.format("ebike"), content=form, headers=headers)

    assert not faults


@pytest.mark.parametrize("method", ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get", "X" * 200])
async def test_odd_methods(open_shop: Litestar, shopper: Visitor, method: str):
    faults: list[str] = []
    for _, route in ROUTES:
        await ask(shopper.client, faults, method, route.format("ebike"))

    assert not faults


async def test_odd_things_said_to_ones_own_spec(shopper: Visitor, faults: list[str]):
    page = await shopper.open("/build/ebike")
    spec = (await shopper.send(page, to="/specs", plate="Anna")).headers["location"]
    headers = [(b"content-type", TYPES[0]), (b"origin", SHOP.encode())]
    for form in FORMS:
        verbs = (f"{spec}/{verb}" for verb in ("revisions", "changes?revision=%20", "name", "note", "keys", "copies"))
        for to in ("/specs", "/build/ebike", *verbs):
            await ask(shopper.client, faults, "POST", to, content=form, headers=headers)
    for query in QUERIES:
        await ask(shopper.client, faults, "GET", f"{spec}?{query}")

    assert not faults
    assert "Anna" in (await shopper.open(f"{spec}?revision=1")).words
