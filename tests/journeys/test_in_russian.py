"""Дарья buys in Russian: every word she sees or hears is Russian, and numbers are written the Russian way."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsers import OpenPage, next_page
from tests.support.configurators import Configurator, amount

# Names, units and marks that Russian writes in Latin letters too; codes of specs are taken out before.
LATIN = {"Atelier", "English", "HG", "XD", "Micro", "Spline", "ISO", "ECE", "USB", "XS", "XL"}
LATIN |= {"PNG", "JPEG", "GIF", "WebP", "cookie"}
LATIN |= {
    "AM",
    "LGA",
    "sTR",
    "DDR",
    "ECC",
    "ATX",
    "mATX",
    "ITX",
    "PCIe",
    "SATA",
    "SSD",
    "SFX",
    "SFP",
    "HDMI",
    "HD",
    "Full",
}
LATIN |= {
    "Wi",
    "Fi",
    "Blu",
    "ray",
    "Thunderbolt",
    "Pro",
    "Linux",
    "Windows",
    "Enter",
    "ANSI",
    "QWERTY",
    "QWERTZ",
    "AZERTY",
}
SEEN_AND_HEARD = """() => {
  const words = [document.title, document.body.innerText];
  for (const each of document.querySelectorAll("[aria-label], [title], [alt], [data-copied], svg title, .sr"))
    words.push(each.ariaLabel, each.title, each.alt, each.dataset?.copied, each.textContent);
  return words.filter(Boolean).join("\\n");
}"""
SPEC_CODE = r"\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]\b"


def foreign_words(page: Page) -> set[str]:
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    text = re.sub(SPEC_CODE, "", page.evaluate(SEEN_AND_HEARD))
    return set(re.findall(r"[A-Za-z]{2,}", text)) - LATIN


@pytest.mark.parametrize(
    "address",
    [
        "/ru",
        "/ru/build/ebike",
        "/ru/build/ebike?base=city&c=frame.step,motor.strong,bags.rear:2,lock.chain_lock",
        "/ru/build/ebike?base=express&c=inseam:80,belt.none,drive.chain9,motor.speed",
        "/ru/build/ebike?c=frame.step,drive.hub8&want=drive.belt8",
        "/ru/build/ebike?c=frame.step&want=motor.speed",
        "/ru/build/ebike?want=colour.plum&v=0123456789ab",
        "/ru/build/workstation",
        "/ru/build/workstation/glossary",
        "/ru/build/jeans",
        "/ru/build/jeans/guide",
        "/ru/build/jeans/glossary",
        "/ru/compare",
        "/ru/region",
    ],
)
def test_every_word_is_russian(open_page: OpenPage, address: str):
    page = open_page(address)

    assert foreign_words(page) - {"inseam", "belt", "none"} == set()
    assert page.locator("html").get_attribute("lang") == "ru"


def test_what_does_not_exist_is_said_in_russian(open_page: OpenPage):
    assert foreign_words(open_page("/ru/build/nothing", status=404)) == set()


def test_the_interface_is_explained_in_russian(open_page: OpenPage):
    page = open_page("/ru/schema")
    page.evaluate("document.querySelectorAll('code').forEach(each => each.remove())")

    names = {"JSON", "OpenAPI", "GET", "POST", "api", "products", "product", "verdict", "group", "option"}
    names |= {"eu", "de"}
    assert foreign_words(page) - names == set()


def test_numbers_are_written_and_read_with_a_comma(open_page: OpenPage):
    bike = Configurator(open_page("/ru/build/ebike"))
    assert re.fullmatch(r"\d\s\d{3},\d\d\s€", bike.price.inner_text())
    leg = bike.page.get_by_label("Какая у вас длина ноги")
    expect(bike.question("Длина ноги")).to_contain_text("с шагом 0,5 см")

    bike.enter("Какая у вас длина ноги", "83,3")
    expect(bike.page.locator(".error")).to_contain_text("Ближайшее: 83,5 см")
    bike.enter("Какая у вас длина ноги", "83,5")

    expect(leg).to_have_value("83,5")
    expect(leg).not_to_have_attribute("aria-invalid", "true")


def test_darya_builds_saves_and_changes(open_page: OpenPage):
    bike = Configurator(open_page("/ru/build/ebike"))
    before = amount(bike.price.inner_text())
    bike.choose("Заниженная, алюминий")
    assert amount(bike.price.inner_text()) < before
    expect(bike.status).to_contain_text(re.compile(r"Всего .*, на 147,00 дешевле; \d+ вариантов больше не подходят\."))
    bike.unfold("Привод")
    bike.choose("Ремень, втулка на 8 скоростей")
    expect(bike.conflict).to_contain_text("рама должна раскрываться; вы выбрали: Заниженная, алюминий.")
    with bike.reply():
        bike.page.get_by_role("link", name="Внести эти изменения").click()
    bike.unfold("Именная табличка")
    bike.enter("Чей это велосипед?", "Дарьин")
    assert foreign_words(bike.page) == set()

    with next_page(bike.page):
        bike.page.get_by_role("button", name="Сохранить сборку").click()
    expect(bike.page.get_by_text("Код сборки")).to_be_visible()
    expect(bike.page.get_by_role("row", name="Именная табличка «Дарьин» +39,90")).to_be_visible()
    assert foreign_words(bike.page) == set()
    assert "/ru/specs/" in bike.page.url

    with next_page(bike.page):
        bike.page.get_by_role("button", name="Изменить эту сборку").click()
    assert "/ru/build/ebike" in bike.page.url
    assert foreign_words(bike.page) == set()


def test_the_other_language_shows_the_same_bike(open_page: OpenPage):
    bike = Configurator(open_page("/ru/build/ebike"))
    bike.choose("Заниженная, алюминий")
    total = amount(bike.price.inner_text())

    with next_page(bike.page):
        bike.page.get_by_role("link", name="English").click()

    expect(bike.option("Step-through, alloy")).to_be_checked()
    assert amount(bike.price.inner_text()) == total


def test_without_a_language_in_the_address_the_browser_decides(open_page: OpenPage):
    expect(open_page("/", locale="ru-RU").get_by_role("heading", level=1)).to_have_text("Делаем, когда вы решили.")
    expect(open_page("/", locale="de-DE").get_by_role("heading", level=1)).to_have_text("Made once you have decided.")
