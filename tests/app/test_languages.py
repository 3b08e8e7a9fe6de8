"""Which language a reader gets, and how the answer says so."""

from pathlib import Path

import pytest
from httpx import AsyncClient
from litestar import Request, get, post
from litestar.types import ControllerRouterHandler

from app.core.i18n import Translator, choose_locale, read_catalogue, split_path, translator
from app.core.language import link, locale_of, switch_link
from tests.support.apps import SHOP


@pytest.mark.parametrize(
    ("wishes", "locale"),
    [
        ("", "en"),
        ("ru", "ru"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("de,en;q=0.5,ru;q=0.7", "ru"),
        ("de,fr;q=0.5", "en"),
        ("*", "en"),
        ("ru;q=0", "en"),
        ("ru;q=loud", "en"),
        ("ru;q=NaN, en;q=0.1", "en"),
        (",;=;q,,", "en"),
    ],
)
def test_the_best_liked_language_that_we_speak(wishes: str, locale: str):
    assert choose_locale(wishes, "en") == locale


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("/", ("", "/")),
        ("/ru", ("ru", "/")),
        ("/ru/", ("ru", "/")),
        ("/ru/build/ebike", ("ru", "/build/ebike")),
        ("/rubber", ("", "/rubber")),
        ("/build/ru", ("", "/build/ru")),
        ("//ru/build", ("", "//ru/build")),
    ],
)
def test_an_address_may_name_its_language(path: str, parts: tuple[str, str]):
    assert split_path(path) == parts


@get("/probe/where", sync_to_thread=False)
def where(request: Request) -> dict[str, str]:
    return {"locale": locale_of(request), "link": link(request, "/build"), "switch": switch_link(request)}


@post(["/probe/name", "/probe/where/{number:int}/name"], sync_to_thread=False, status_code=422)
def refuse(request: Request) -> dict[str, str]:
    return {"switch": switch_link(request)}


@pytest.fixture
def probes() -> tuple[ControllerRouterHandler, ...]:
    return (where, refuse)


@pytest.mark.parametrize(
    ("referer", "switch"),
    [
        (f"{SHOP}/en/probe/where?c=a.b", "/ru/probe/where?c=a.b"),
        (f"{SHOP}/probe/where", "/ru/probe/where"),
        (f"{SHOP}/en/probe/where/7/name?c=a.b", "/ru/probe/where"),
        (f"{SHOP}/en/probe/name", "/ru/"),
        ("https://elsewhere.example/en/probe/where", "/ru/"),
        ("", "/ru/"),
    ],
)
async def test_after_a_form_the_other_language_is_that_of_the_forms_page(
    client: AsyncClient, referer: str, switch: str
):
    answer = await client.post("/en/probe/name", headers={"Referer": referer, "Origin": SHOP})

    assert answer.json() == {"switch": switch}


async def test_after_a_form_that_failed_twice_the_other_language_is_of_a_page_that_can_be_opened(client: AsyncClient):
    """The second time the form was sent from the answer to the first, whose address takes only forms."""
    headers = {"Referer": f"{SHOP}/ru/orders/10001/email", "Origin": SHOP}
    answer = await client.post("/ru/probe/name", headers=headers)

    assert answer.json() == {"switch": "/en/orders/10001"}


async def test_the_address_rules_over_the_browsers_wishes(client: AsyncClient):
    answer = await client.get("/en/probe/where?c=a.b", headers={"Accept-Language": "ru"})

    assert answer.json() == {"locale": "en", "link": "/en/build", "switch": "/ru/probe/where?c=a.b"}
    assert answer.headers["content-language"] == "en"
    assert "Accept-Language" not in answer.headers.get("vary", "")


async def test_without_a_language_in_the_address_the_browsers_wishes_count(client: AsyncClient):
    answer = await client.get("/probe/where", headers={"Accept-Language": "ru"})

    assert answer.json() == {"locale": "ru", "link": "/build", "switch": "/en/probe/where"}
    assert "Accept-Language" in answer.headers["vary"]


async def test_an_error_page_speaks_the_readers_language_and_offers_the_other(client: AsyncClient):
    answer = await client.get("/ru/nowhere")

    assert answer.status_code == 404
    assert '<html lang="ru">' in answer.text
    assert "Здесь ничего нет" in answer.text
    assert 'href="/en/nowhere"' in answer.text
    assert 'href="/ru/"' in answer.text


@pytest.mark.parametrize(
    ("n", "text"), [(1, "1 гайка"), (21, "21 гайка"), (3, "3 гайки"), (5, "5 гаек"), (11, "11 гаек")]
)
def test_a_language_may_have_more_plurals_than_english(tmp_path: Path, n: int, text: str):
    rule = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    file = tmp_path / "ru.po"
    file.write_text(
        f'msgid ""\nmsgstr ""\n"Plural-Forms: {rule}\\n"\n\n'
        'msgid "{n} nut"\nmsgid_plural "{n} nuts"\n'
        'msgstr[0] "{n} гайка"\nmsgstr[1] "{n} гайки"\nmsgstr[2] "{n} гаек"\n'
    )

    assert Translator("ru", read_catalogue(file)).ngettext("{n} nut", "{n} nuts", n) == text


def test_placeholders_are_filled_by_name():
    assert translator("en").gettext("{n} of {all}", n=2, all=3) == "2 of 3"


def test_a_message_without_values_may_hold_braces():
    assert translator("en").gettext("a {brace}") == "a {brace}"


def test_another_language_is_not_spoken():
    with pytest.raises(KeyError):
        translator("de")
