"""Pages and blocks out of one template."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import UndefinedError

from app.core.assets import Assets
from app.core.rendering import Block, Templates

PAGE = """\
{% from "link.html" import link %}
<html lang="{{ locale }}">{% block price %}<b id="price">{{ price }}</b>{% endblock %}
{% block note scoped %}<i>{{ note }}</i>{% endblock %}{{ link("/build") }} {{ brand }} {{ switch_url }}</html>
"""
LINK = """{% macro link(path) %}<a href="{{ url(path) }}">{{ absolute_url(path) }}</a>{% endmacro %}"""
CONTEXT = {"price": "<5>", "note": "first"}


@pytest.fixture
def templates(tmp_path: Path) -> Templates:
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "link.html").write_text(LINK)
    return Templates(tmp_path, Assets(tmp_path), "https://shop.example", lambda request: {"brand": "Atelier"})


def request(locale: str = "en", prefix: str = "") -> Any:
    state = {"locale": locale, "prefix": prefix}
    return SimpleNamespace(scope={"state": state, "raw_path": b"/here", "query_string": b""})


def test_a_page_has_its_frame_its_language_and_its_links(templates: Templates):
    text = templates.page(request("ru", "/ru"), "page.html", CONTEXT)

    assert '<html lang="ru">' in text
    assert '<a href="/ru/build">https://shop.example/ru/build</a>' in text
    assert "Atelier /en/here" in text


def test_without_a_language_in_the_address_links_name_none(templates: Templates):
    assert '<a href="/build">' in templates.page(request("ru"), "page.html", CONTEXT)


def test_values_are_escaped(templates: Templates):
    assert "&lt;5&gt;" in templates.page(request(), "page.html", CONTEXT)


def test_a_fragment_is_the_blocks_asked_for_and_nothing_else(templates: Templates):
    second = Block("note", "note-2", {"note": "second"})
    text = templates.blocks(request(), "page.html", [Block("price"), second, Block("note")], CONTEXT)

    assert text == (
        '<hx-partial id="price"><b id="price">&lt;5&gt;</b></hx-partial>'
        '<hx-partial id="note-2"><i>second</i></hx-partial>'
        '<hx-partial id="note"><i>first</i></hx-partial>'
    )


def test_a_variable_that_nobody_gave_is_an_error_and_not_a_gap(templates: Templates):
    with pytest.raises(UndefinedError):
        templates.page(request(), "page.html", {"price": 1})
