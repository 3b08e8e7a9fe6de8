"""The privacy page: all that data is used for, made of what the code itself goes by."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from litestar import Litestar
from sqlalchemy import Column, Integer, MetaData, Table

from accounts.consent.notices import notice_of
from accounts.consent.purposes import PURPOSES, Basis, Purpose
from accounts.privacy import policy
from app.core.database import Base, Database
from app.core.datamap import Kind, personal, personal_columns
from app.core.i18n import LOCALES, translator
from tests.support.databases import statements_of
from tests.support.pages import Page
from tests.support.visitors import Visitor, Welcome

ARTICLES = {Basis.CONSENT: "6(1)(a)", Basis.CONTRACT: "6(1)(b)", Basis.LAW: "6(1)(c)"}


@pytest.fixture
async def page(shopper: Visitor) -> Page:
    return await shopper.open("/privacy")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("purpose", PURPOSES.values(), ids=lambda purpose: purpose.code)
async def test_each_purpose_is_told_in_full_with_what_allows_it(shopper: Visitor, purpose: Purpose, locale: str):
    section = (await shopper.open(f"/{locale}/privacy")).part(purpose.code).words
    notice = notice_of(purpose, locale)

    assert all(part in section for part in notice.text.split("\n"))
    assert ARTICLES[purpose.basis] in section
    assert notice.hash[:12] in section


@pytest.mark.parametrize("locale", LOCALES)
async def test_every_personal_column_stands_under_its_purpose(shopper: Visitor, locale: str):
    page = await shopper.open(f"/{locale}/privacy")
    listed = {code: [item.words for item in page.part(code).all("li")] for code in PURPOSES}

    for table, column, tag in personal_columns(Base.metadata):
        words = translator(locale).gettext(tag.words)
        assert listed[tag.purpose].count(words) == 1, f"{table.name}.{column.name}"


async def test_a_new_personal_column_stands_there_by_itself(shopper: Visitor, monkeypatch: pytest.MonkeyPatch):
    metadata = MetaData()
    Table("shoes", metadata, Column("size", Integer, info=personal("Size of your shoes", Kind.MEASURE, "orders")))
    monkeypatch.setattr(policy, "Base", SimpleNamespace(metadata=metadata))
    page = await shopper.open("/privacy")

    assert [item.words for item in page.part("orders").all("li")] == ["Size of your shoes"]
    assert "So far no data are kept for it." in page.part("learn").words


async def test_it_names_every_cookie_of_ours_and_how_long_it_lasts(page: Page):
    cookies = page.part("cookies").all("dl")[0]
    named = [term.words for term in cookies.all("dt")]
    lasting = [use.words.rpartition(". ")[2] for use in cookies.all("dd")]

    assert dict(zip(named, lasting, strict=True)) == {
        "__Host-guest": "365 days.",
        "__Host-session": "30 days.",
        "__Host-language": "30 days.",
        "__Host-region": "365 days.",
        "__Host-anonymous": "365 days.",
    }


async def test_it_leads_to_each_button_and_to_the_shop(page: Page):
    hrefs = {link["href"] for link in page.all("a")}

    assert {"/my/facts", "/my/permissions", "/my/data", "mailto:shop@shop.example"} <= hrefs


async def test_every_page_leads_to_it_and_it_may_be_found(shopper: Visitor, page: Page):
    for address in ("/", "/build/ebike", "/my", "/nowhere"):
        assert (await shopper.open(address, 404 if address == "/nowhere" else 200)).link("Privacy") == "/privacy"
    assert not page.all("meta", name="robots")
    assert page.all("link", rel="canonical")[0]["href"] == "https://shop.example/privacy"


async def test_it_asks_the_database_nothing_and_sets_no_cookie(open_shop: Litestar, welcome: Welcome):
    visitor, database = welcome(), open_shop.state.database
    assert isinstance(database, Database)
    with statements_of(database) as seen:
        await visitor.open("/privacy")

    assert not seen
    assert not visitor.client.cookies
