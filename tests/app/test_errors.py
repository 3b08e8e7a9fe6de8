"""What goes wrong is told in the shop's own style: a page, a notice, or a problem for programs."""

import pytest
from httpx import AsyncClient
from litestar import Request, get, post
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
HTMX = {**HTML, "HX-Request": "true", "HX-Request-Type": "partial"}
SECRET = "the cellar's key"


@get("/probe/crash", sync_to_thread=False)
def crash() -> None:
    raise RuntimeError(SECRET)


@get("/api/probe", sync_to_thread=False)
def strict(n: FromQuery[int]) -> int:
    return n


@post("/api/probe", sync_to_thread=False)
def strict_body(data: JSONBody[dict[str, int]]) -> dict[str, int]:
    return data


@get("/probe/busy", sync_to_thread=False)
def busy() -> None:
    raise TooManyRequestsException(headers={"Retry-After": "60"})


@post("/probe/form")
async def form(request: Request) -> list[str]:
    return [str(value) for value in (await request.form()).values()]


@pytest.fixture
def probes() -> tuple[ControllerRouterHandler, ...]:
    return (crash, strict, strict_body, busy, form)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/static/nothing.css", 404),
        ("POST", "/healthz", 405),
        ("GET", "/healthz?c=%00", 400),
        ("GET", "/probe/busy", 429),
        ("GET", "/probe/crash", 500),
    ],
)
async def test_a_reader_gets_a_page(client: AsyncClient, method: str, path: str, status: int):
    answer = await client.request(method, path, headers=HTML)

    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "<html" in answer.text
    assert 'href="/"' in answer.text


@pytest.mark.parametrize("path", ["/nowhere", "/probe/crash"])
async def test_htmx_gets_a_notice_for_the_page_that_stays(client: AsyncClient, path: str):
    answer = await client.get(path, headers=HTMX)

    assert answer.headers["hx-retarget"] == "#notices"
    assert answer.headers["hx-reswap"] == "innerHTML"
    assert "<html" not in answer.text
    assert answer.status_code >= 400


async def test_back_in_the_browser_gets_the_page_though_htmx_asks(client: AsyncClient):
    answer = await client.get("/nowhere", headers={**HTMX, "HX-Request-Type": "full"})

    assert "<html" in answer.text
    assert "hx-retarget" not in answer.headers


@pytest.mark.parametrize(("path", "accept"), [("/api/nothing", "*/*"), ("/nowhere", "application/json")])
async def test_a_program_gets_a_problem(client: AsyncClient, path: str, accept: str):
    answer = await client.get(path, headers={"Accept": accept})

    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404
    assert answer.json()["title"] == "There is nothing here"


async def test_the_methods_that_would_do_are_named(client: AsyncClient):
    assert "GET" in (await client.post("/healthz")).headers["allow"]


async def test_when_to_come_back_is_said(client: AsyncClient):
    assert (await client.get("/probe/busy")).headers["retry-after"] == "60"


@pytest.mark.parametrize("headers", [HTML, HTMX, {"Accept": "application/json"}])
async def test_nothing_of_a_crash_leaves_the_house(client: AsyncClient, headers: dict[str, str]):
    answer = await client.get("/probe/crash", headers=headers)

    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/%ff%fe",
        "/%ed%a0%80",
        "/..%2f..%2fetc/passwd",
        "/static/..%2f..%2fpyproject.toml",
        "/static/%2e%2e/pyproject.toml",
        "/ru/%00",
        "/api/probe?n=%ff",
        "/api/probe?n=x",
        "/api/probe?n=1&n=2",
        "/api/probe?%ff=%fe&n=%ed%a0%80",
        "/api/probe?n=" + "9" * 5000,
        "/nowhere/%E2%80%AE?c=%F0%9F%9A%B2",
        "/healthz?" + "&" * 3000,
        "/healthz?a=%zz",
    ],
)
async def test_no_junk_in_an_address_breaks_anything(client: AsyncClient, path: str):
    assert (await client.get(path, headers=HTML)).status_code < 500


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"\xff\xfe=%ff&%00=\x00"),
        ("application/x-www-form-urlencoded; charset=klingon", b"a=b"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"a=b"),
        ("multipart/form-data", b"--x\r\n\r\n"),
        ("multipart/form-data; boundary=x", b"--y\r\nbroken"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--x--',
        ),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: nonsense\r\n\r\na\r\n--x--\r\n"),
        ('multipart/form-data; boundary="' + "b" * 300 + '"', b"--x"),
        ("application/json", b"{"),
        ("application/json", b'{"a": "\\ud800"}'),
        ("application/json", b"\xff\xfe"),
        ("application/json", b"[" * 5000),
        ("application/json", b""),
        ("application/msgpack", b"\xc1"),
        ("text/plain", b"a=b"),
        ("nonsense", b"a=b"),
        ("", b"a=b"),
    ],
)
@pytest.mark.parametrize("path", ["/probe/form", "/api/probe"])
async def test_no_junk_in_a_body_breaks_anything(client: AsyncClient, path: str, media_type: str, body: bytes):
    answer = await client.post(path, content=body, headers={"Content-Type": media_type})

    assert answer.status_code < 500


@pytest.mark.parametrize(
    "headers",
    [
        [(b"accept-language", b"\xff\xfe;q=\xff")],
        [(b"accept", b"\xff")],
        [(b"cookie", b"\xff\xfe=\xff; =; ;;; __Host-guest")],
        [(b"hx-request-type", b"\xff")],
        [(b"origin", b"\xff"), (b"sec-fetch-site", b"\xff")],
        [(b"content-length", b"-1")],
        [(b"content-length", b"lots")],
        [(b"host", b"[::1")],
        [(b"host", b"\xff")],
        [(b"accept-encoding", b"\xff, br;q=x")],
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_no_junk_in_a_header_breaks_anything(
    client: AsyncClient, method: str, headers: list[tuple[bytes, bytes]]
):
    for path in ("/probe/form", "/schema", "/nowhere", "/static/img/mark.svg"):
        assert (await client.request(method, path, headers=headers)).status_code < 500
