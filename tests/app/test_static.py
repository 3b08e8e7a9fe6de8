"""Static files: of the right type, small, and asked for once."""

import gzip
from pathlib import Path

import brotli
import pytest
from httpx import AsyncClient
from litestar import Litestar

from app.core.assets import Assets

STATIC = Path(__file__).parents[2] / "static"
MARK = "img/mark.svg"


@pytest.fixture
def mark(app: Litestar) -> str:
    """The lasting address of the shop's mark."""
    url: str = app.state.assets.url(MARK)
    return url


async def test_a_lasting_address_is_kept_for_ever(client: AsyncClient, mark: str):
    headers = (await client.get(mark)).headers

    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["content-type"] == "image/svg+xml"
    assert "accept-language" not in headers["vary"].lower()


@pytest.mark.parametrize("address", [f"/static/{MARK}", f"/static/0123456789/{MARK}"])
async def test_any_other_address_is_asked_for_anew(client: AsyncClient, address: str):
    first = await client.get(address)
    again = await client.get(address, headers={"If-None-Match": first.headers["etag"]})

    assert first.headers["cache-control"] == "no-cache"
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(("accepted", "used"), [("gzip, br", "br"), ("gzip", "gzip"), ("identity", None)])
async def test_it_comes_as_small_as_the_browser_takes_it(client: AsyncClient, mark: str, accepted: str, used: str):
    answer = await client.get(mark, headers={"Accept-Encoding": accepted})

    assert answer.headers.get("content-encoding") == used
    assert answer.content == (STATIC / MARK).read_bytes()


async def test_fonts_are_fonts_and_left_as_they_are(client: AsyncClient, app: Litestar):
    font = next(name for name in app.state.assets.files if name.endswith(".woff2"))
    answer = await client.get(app.state.assets.url(font))

    assert answer.headers["content-type"] == "font/woff2"
    assert "content-encoding" not in answer.headers


async def test_a_head_request_says_the_same_as_a_get(client: AsyncClient, mark: str):
    head, get = await client.head(mark), await client.get(mark)

    assert head.status_code == 200
    assert head.headers == get.headers


def test_the_digest_follows_every_byte_and_every_name(tmp_path: Path):
    file = tmp_path / "a.css"
    digests = set()
    for text, name in (("a", "a.css"), ("b", "a.css"), ("a", "b.css")):
        file.write_text(text)
        file = file.rename(tmp_path / name)
        digests.add(Assets(tmp_path).digest)

    assert len(digests) == 3


def test_compressed_bytes_are_the_same_bytes(tmp_path: Path):
    (tmp_path / "a.css").write_text("a { color: red }" * 100)
    asset = Assets(tmp_path).files["a.css"]

    assert brotli.decompress(asset.brotli) == gzip.decompress(asset.gzip) == asset.plain


def test_a_file_that_is_not_there_has_no_address():
    with pytest.raises(KeyError, match=r"nothing\.css"):
        Assets(STATIC).url("nothing.css")
