"""What leaves the shop is as small as its reader can take it."""

import gzip
from typing import Any

import brotli
import pytest
from httpx import AsyncClient
from litestar import Response, get
from litestar.types import ControllerRouterHandler

LONG = "<p>As the reader can take it.</p>" * 100


@get("/probe/short")
async def short() -> Response[str]:
    return Response("<p>Short</p>", media_type="text/html")


@get("/probe/long")
async def long() -> Response[str]:
    return Response(LONG, media_type="text/html")


@get("/probe/picture")
async def picture() -> Response[bytes]:
    return Response(LONG.encode(), media_type="image/png")


@pytest.fixture
def probes() -> tuple[ControllerRouterHandler, ...]:
    return short, long, picture


async def raw(client: AsyncClient, path: str, accepted: str) -> tuple[bytes, Any]:
    async with client.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
        return b"".join([part async for part in answer.aiter_raw()]), answer.headers


async def test_text_comes_by_brotli_where_that_is_understood(client: AsyncClient):
    body, headers = await raw(client, "/probe/long", "gzip, deflate, br")

    assert headers["content-encoding"] == "br"
    assert int(headers["content-length"]) == len(body) < len(LONG) / 10
    assert brotli.decompress(body).decode() == LONG
    assert "Accept-Encoding" in headers["vary"]


async def test_else_by_gzip_or_as_it_is(client: AsyncClient):
    zipped, headers = await raw(client, "/probe/long", "gzip")
    plain, others = await raw(client, "/probe/long", "identity")

    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped).decode() == plain.decode() == LONG
    assert "content-encoding" not in others


@pytest.mark.parametrize("path", ["/probe/short", "/probe/picture"])
async def test_what_would_gain_nothing_comes_as_it_is(client: AsyncClient, path: str):
    _, headers = await raw(client, path, "br")

    assert "content-encoding" not in headers


async def test_files_of_the_shop_are_compressed_once(client: AsyncClient):
    body, headers = await raw(client, "/static/css/site.css", "br")

    assert headers["content-encoding"] == "br"
    assert b"@layer" in brotli.decompress(body)


async def test_a_page_that_others_got_is_the_same_for_the_next(client: AsyncClient):
    first, again = [await raw(client, "/signin", "br") for _ in range(2)]

    assert first[0] == again[0]
