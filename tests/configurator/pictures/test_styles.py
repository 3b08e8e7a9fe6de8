"""What the pages' style sheets say of a drawing, written so that any reader of SVG understands it."""

import pytest

from configurator.pictures.standalone import standalone
from configurator.pictures.stylesheet import StyleSheet

DRAWING = """<svg class="pic rowan" viewBox="0 0 9 9" aria-hidden="true"><g id="p-frame">
<path class="pt" d="M0,0"/></g></svg>"""
COLOURS = """
@layer base, late;
@layer base { :root { --line: light-dark(#000, #fff); } .rowan { --paint: #c8452b } }
"""


def drawn(css: str, drawing: str = DRAWING) -> str:
    return standalone(drawing, StyleSheet([COLOURS + css]), ("light",))


@pytest.mark.parametrize(
    ("css", "said"),
    [
        (".pt { fill: red }", "fill:red"),
        (".pt { fill: var(--paint) }", "fill:#c8452b"),
        (".pt { fill: var(--none, var(--line)) }", "fill:#000"),
        (".pic { & .pt { fill: red } }", "fill:red"),
        (".pic { .pt { fill: red } }", "fill:red"),
        (":where(path, circle) { &:is(.pt, .dk) { fill: red; } }", "fill:red"),
        (".pt { fill: red } path { fill: blue }", "fill:red"),
        ("@layer base { path.pt { fill: red } } @layer late { path { fill: blue } }", "fill:blue"),
        ("path { fill: blue } @layer late { path.pt { fill: red } }", "fill:blue"),
        (".pt { fill: red; inline-size: 3px; transition: fill 1s }", "fill:red"),
        (".pt { fill: red } @media print { .pt { fill: blue } } .pt:hover { fill: blue }", "fill:red"),
        (".pt { fill: red } .pt::before { fill: blue } .pt:focus-visible { fill: blue }", "fill:red"),
        (".pt { fill: color-mix(in oklab, #000, #fff 100%) }", "fill:#ffffff"),
        (".pt { stroke-width: 2; fill: var(--none) }", "stroke-width:2"),
        (".pt { --turn: var(--turn); stroke-width: 2; fill: var(--turn) }", "stroke-width:2"),
    ],
)
def test_a_shape_looks_as_it_does_in_a_page(css: str, said: str):
    assert f"<style>.a{{{said}}}</style>" in drawn(css)


def test_a_mixture_is_what_browsers_make_of_it():
    # what getComputedStyle says in Chromium, converted from oklab to 8 bits
    assert "stroke:#e38f7d" in drawn(".pt { stroke: color-mix(in oklab, var(--paint), #fff 38%) }")


def test_it_follows_the_readers_wish_for_dark():
    file = standalone(DRAWING, StyleSheet([COLOURS + "path { stroke: var(--line); fill: red } g { opacity: .5 }"]))

    assert ".a{fill:red;stroke:#000}" in file
    assert "@media(prefers-color-scheme:dark){.a{fill:red;stroke:#fff}}" in file


def test_nothing_of_the_page_is_left_in_it():
    file = drawn(".pt { fill: red }")

    assert 'xmlns="http://www.w3.org/2000/svg"' in file
    assert not [words for words in ("rowan", "aria-hidden", "p-frame", "var(", "--paint") if words in file]


def test_what_it_refers_to_within_itself_stays():
    file = drawn("", '<svg><defs><path id="a"/><path id="b"/></defs><use href="#a"/><g clip-path="url(#b)"/></svg>')

    assert 'id="a"' in file
    assert 'id="b"' in file


def test_nothing_that_runs_and_nothing_that_is_fetched_is_in_it():
    file = drawn(
        "",
        '<svg><script>1</script><image href="file:///etc/passwd"/><foreignObject><p/></foreignObject>'
        '<use href="https://elsewhere.example/a.svg#b"/><g><image href="#a"/><circle r="1"/></g></svg>',
    )

    assert not [words for words in ("script", "image", "foreignObject", "elsewhere", "passwd") if words in file]
    assert "<circle" in file


def test_dashes_along_a_circle_are_measured_for_readers_that_cannot():
    file = drawn("", '<svg><circle r="100" pathLength="360" stroke-dasharray="90 360"/></svg>')

    assert 'stroke-dasharray="157.1 628.3"' in file
    assert "pathLength" not in file
