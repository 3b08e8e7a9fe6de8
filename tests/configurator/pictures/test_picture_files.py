"""Pictures of configurations at addresses of their own."""

import re
import struct
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
import time_machine

from configurator.pictures import raster
from tests.support.visitors import Visitor

SVG, PNG = "/pictures/ebike.svg", "/pictures/ebike.png"
GREEN, RED = "#24563f", "#c8452b"
TEMPLATES = Path(__file__).parents[3] / "templates"


async def version(shopper: Visitor) -> str:
    return str((await shopper.open("/build/ebike")).form["v"])


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


async def test_it_shows_the_product_as_it_stands(shopper: Visitor):
    plain, green = await shopper.client.get(SVG), await shopper.client.get(f"{SVG}?c=colour.pine")

    assert plain.headers["content-type"] == "image/svg+xml"
    assert RED in plain.text
    assert GREEN in green.text
    assert "Pine green" in green.text
    fromstring(green.text)


async def test_of_another_base_model_too(shopper: Visitor):
    assert (await shopper.client.get(SVG)).text != (await shopper.client.get(f"{SVG}?base=city")).text


async def test_all_base_models_are_views_of_one_file(shopper: Visitor):
    page = await shopper.client.get("/build/ebike")
    addresses = re.findall(r'<img src="([^"]+)"', page.text)
    answer = await shopper.client.get(addresses[0])

    assert len({address.partition("#")[0] for address in addresses}) == 1
    assert [address.partition("#")[2] for address in addresses] == ["everyday", "city", "express"]
    assert re.findall(r'<view id="(\w+)"', answer.text) == ["everyday", "city", "express"]
    assert "immutable" in answer.headers["cache-control"]
    assert "<title" not in answer.text


async def test_only_those_that_are_sold_there_are_views(shopper: Visitor):
    assert "express" not in (await shopper.client.get("/pictures/bases/ebike.svg?region=us")).text


async def test_it_is_told_in_the_language_of_its_address(shopper: Visitor):
    assert "Рама" in (await shopper.client.get(f"/ru{SVG}")).text
    unnamed = await shopper.client.get(SVG, headers={"Accept-Language": "ru"})

    assert "Рама" in unnamed.text
    assert "Accept-Language" in unnamed.headers["vary"]
    assert "Accept-Language" not in (await shopper.client.get(f"/en{SVG}")).headers.get("vary", "")


async def test_for_link_previews_it_is_a_png_of_the_size_they_ask_for(shopper: Visitor):
    answer = await shopper.client.get(f"/en{PNG}?c=colour.pine")

    assert answer.headers["content-type"] == "image/png"
    assert "content-encoding" not in answer.headers
    assert size(answer.content) == (1200, 630)
    assert answer.content != (await shopper.client.get(f"/ru{PNG}?c=colour.pine")).content


@pytest.mark.parametrize("path", [SVG, PNG])
async def test_with_its_version_it_may_be_kept_for_ever(shopper: Visitor, path: str):
    v = await version(shopper)

    assert "immutable" in (await shopper.client.get(f"{path}?v={v}")).headers["cache-control"]
    for query in ("", "?v=0000", f"?v={v[:-1]}x"):
        assert (await shopper.client.get(path + query)).headers["cache-control"] == "public, no-cache"


async def test_who_has_it_already_is_not_sent_it_again(shopper: Visitor):
    first = await shopper.client.get(SVG)
    again = await shopper.client.get(SVG, headers={"If-None-Match": first.headers["etag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]


async def test_other_sites_may_show_it_and_nothing_in_it_runs(shopper: Visitor):
    answer = await shopper.client.get(SVG)

    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]


async def test_nothing_personal_is_in_it_whoever_asks(shopper: Visitor):
    page = await shopper.open("/build/ebike")
    await shopper.change(page, plate="Annabella", inseam="81")

    for query in ("", "?c=plate:1", "?c=plate:Annabella,inseam:81"):
        answer = await shopper.client.get(SVG + query)
        assert "Annabella" not in answer.text
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/pictures/ebike.gif",
        "/pictures/ebike",
        "/pictures/bases/ebike.png",
        "/pictures/submarine.svg",
        "/pictures/.png",
        "/pictures/bases/submarine.svg",
    ],
)
async def test_what_there_is_not_is_a_404(shopper: Visitor, path: str):
    await shopper.open(path, 404)


@pytest.mark.parametrize(
    "query", ["c=wings.large", "c=frame.diamond,drive.belt8", "base=moon&region=moon", "c=" + "," * 99]
)
async def test_nonsense_in_an_address_is_a_picture_all_the_same(shopper: Visitor, query: str):
    assert (await shopper.client.get(f"{SVG}?{query}")).status_code == 200


async def test_a_drawing_that_takes_too_long_is_given_up_and_said_to_be_late(
    shopper: Visitor, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(raster, "PATIENCE", 0)
    answer = await shopper.client.get(f"{PNG}?c=colour.fjord")

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "60"


async def test_what_is_no_drawing_is_told(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(raster.NotDrawn, match=r"SVG|XML|svg|xml"):
        await raster.png("<p>", 100)


async def test_nobody_makes_us_draw_previews_without_end(shopper: Visitor):
    with time_machine.travel("2026-05-01", tick=False):
        statuses = [(await shopper.client.get(PNG)).status_code for _ in range(121)]

    assert statuses == [200] * 120 + [429]


async def test_many_people_may_come_by_one_way_to_pages_full_of_drawings(shopper: Visitor):
    with time_machine.travel("2026-05-01", tick=False):
        statuses = {(await shopper.client.get(SVG)).status_code for _ in range(300)}

    assert statuses == {200}


def test_dashes_are_measured_along_nothing_but_circles():
    """Since a file of its own has to do without ``pathLength``: see ``standalone``."""
    for template in (TEMPLATES / "pictures").rglob("*.svg"):
        measured = re.findall(r"<(\w+)[^<]*pathLength", template.read_text(encoding="utf-8"))
        assert set(measured) <= {"circle"}, template.name
