"""The words of the trade, each at an address of its own, and the ways to them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar

from tests.support.visitors import STOOL, Visitor, shop_with

EXPLAINED = (
    STOOL.replace(
        'label = { en = "Oak", ru = "Дуб" }',
        'label = { en = "Oak", ru = "Дуб" }\nhelp = { en = "A slow tree.", ru = "Растёт медленно." }',
    ).replace(
        'label = { en = "Height", ru = "Высота" }',
        'label = { en = "Height", ru = "Высота" }\nhelp = { en = "From the floor.", ru = "От пола." }',
    )
    + """
[glossary.tenon]
label = { en = "Tenon", ru = "Шип" }
text = { en = "The end of a leg that sits in the seat.", ru = "Конец ножки, входящий в сиденье." }
"""
)
PLAIN = STOOL.replace('code = "stool"', 'code = "plain"')


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    async with shop_with(sqlite_template, tmp_path_factory.mktemp("shop"), EXPLAINED, PLAIN) as app:
        yield app


async def test_it_explains_terms_questions_and_options(shopper: Visitor):
    page = await shopper.open("/build/stool/glossary")

    assert page.part("term-tenon").words == "Tenon"
    assert "The end of a leg that sits in the seat." in page.words
    assert "From the floor." in page.words
    assert page.part("wood-oak").words == "Oak"
    assert "A slow tree." in page.words
    assert "Растёт медленно." in (await shopper.open("/ru/build/stool/glossary")).words


async def test_an_option_with_more_to_say_leads_there_and_the_page_stays_open(shopper: Visitor):
    page = await shopper.open("/build/stool")
    (way,) = (link for link in page.all("a") if link.words.startswith("What is this?"))

    assert way.words == "What is this? Oak"
    assert way["href"] == "/build/stool/glossary#wood-oak"
    assert way["target"] == "glossary"
    assert page.link("Words of the trade") == "/build/stool/glossary"


async def test_a_product_without_such_words_has_no_way_to_them(shopper: Visitor):
    assert "Words of the trade" not in (await shopper.open("/build/plain")).words
    assert (await shopper.open("/build/plain/glossary")).all("h1")
    assert (await shopper.client.get("/build/nothing/glossary")).status_code == 404
