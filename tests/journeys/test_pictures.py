"""A picture as a file looks as it does in the page, shape by shape."""

import pytest
from playwright.sync_api import Page

from tests.support.browsers import OpenPage

LOOKS = """(root) => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const colour = (value) => {
    if (value.startsWith("url") || value === "none") return value.replace(/.*#/, "#");
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = value;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map((each) => Math.round(each / 4)).join(" ");
  };
  return [...document.querySelectorAll(`${root} :is(path, circle, ellipse, polygon, rect, line, polyline, text, stop)`)]
    .map((shape) => {
      const {fill, stroke, strokeWidth, strokeLinecap, strokeLinejoin, opacity, fillOpacity, stopColor} =
        getComputedStyle(shape);
      return [shape.tagName, colour(fill), colour(stroke), strokeWidth, strokeLinecap, strokeLinejoin, opacity,
        fillOpacity, colour(stopColor)].join("; ");
    });
}"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    "shown", ["ebike?c=frame.split,colour.raw,tyres.t42tan,bags.rear:2", "workstation", "jeans?c=cut.wide"]
)
def test_a_file_looks_as_its_page_does(open_page: OpenPage, shown: str, dark: bool):
    product, _, query = shown.partition("?")
    page, file = [
        looks(open_page(f"/en/{path}?{query}", dark=dark), root)
        for path, root in ((f"build/{product}", "#stage svg"), (f"pictures/{product}.svg", "svg"))
    ]

    assert len(page) > 20
    assert file == page


def looks(page: Page, root: str) -> list[str]:
    """How each shape looks, colours to within what rounding does."""
    found: list[str] = page.evaluate(LOOKS, root)
    return found
