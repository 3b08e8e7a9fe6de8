"""A reason says by how much something does not fit, and which choices weigh most."""

from decimal import Decimal

import pytest

from configurator.build.wording import Wording
from configurator.catalogue.productfile import ProductFile, read_product
from configurator.engine.choices import Choice
from configurator.engine.verdict import Cause, Shortfall, Speaker
from tests.support.visitors import EBIKE, Visitor

BIG = Shortfall(
    Decimal("27.5"),
    Decimal(25),
    {"en": "{needs} kg on a rack for {has} kg", "ru": "{needs} кг на багажник для {has} кг"},
    tuple(Choice(*code.split(".")) for code in ("bags.rear", "battery.dual", "lock.chain", "extras.mirror", "size.l")),
)


@pytest.fixture(scope="module")
def file() -> ProductFile:
    return read_product(EBIKE, "ebike.toml")


async def test_the_page_says_what_is_needed_and_what_there_is(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=frame.split&want=tyres.t57")
    (change,) = page.all(role="group")

    assert "The tyre is wider than the room in the frame: 57 mm, and there is room for 56 mm; you chose" in change.words


async def test_so_it_does_in_russian(shopper: Visitor):
    page = await shopper.open("/ru/build/ebike?c=frame.split&want=tyres.t57")
    (change,) = page.all(role="group")

    assert "Покрышка шире просвета в раме: 57 мм, а места на 56 мм; вы выбрали" in change.words


def test_of_many_that_add_up_the_three_largest_are_named(file: ProductFile):
    chosen = (Choice("frame", "split"), *reversed(BIG.terms))
    (reason,) = Wording(file, "en").reasons([Cause("load", Speaker.RULE, {"en": "Too heavy"}, None, chosen, BIG)])

    assert reason.message == "Too heavy: 27.5 kg on a rack for 25 kg"
    assert reason.because[0] == "Diamond, steel, split stay"
    assert len(reason.because) == 5
    assert reason.because[-1] == "and 2 smaller ones"


def test_figures_without_words_are_left_to_the_message(file: ProductFile):
    bare = Shortfall(BIG.needs, BIG.has, {}, BIG.terms)
    (reason,) = Wording(file, "en").reasons([Cause("load", Speaker.RULE, {"en": "Too heavy"}, None, BIG.terms, bare)])

    assert (reason.message, len(reason.because)) == ("Too heavy", 5)
