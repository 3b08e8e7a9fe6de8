"""The product language, one statement at a time, on a small computer as its author would write it."""

from __future__ import annotations

import datetime as dt

import pytest

from configurator.engine.compiled import CompiledProduct
from configurator.engine.file.document import Document
from configurator.engine.file.modelfile import read_model
from configurator.engine.formats.toml import write_toml
from configurator.engine.model import Facts, ProductModel
from configurator.engine.verdict import Standing, Verdict

TODAY = Facts(dt.date(2026, 11, 25), "eu")
COMPUTER = """
format = 1

[product]
code = "computer"
label = { en = "Computer", ru = "Компьютер" }
lead_days = 3

[bases.office]
label = { en = "Office", ru = "Для работы" }
defaults = ["card.small:2", "cpu.fast", "supply.weak"]

[groups.cpu]
kind = "one"
label = { en = "Processor", ru = "Процессор" }
[groups.cpu.options.calm]
label = { en = "Calm", ru = "Спокойный" }
attributes = { watt = 35.1, lanes = 20 }
[groups.cpu.options.fast]
label = { en = "Fast", ru = "Быстрый" }
attributes = { watt = 65.2, lanes = 24 }
lead_days = 5

[groups.card]
kind = "some"
label = { en = "Cards", ru = "Карты" }
max = 4
[groups.card.options.small]
label = { en = "Small", ru = "Малая" }
attributes = { watt = 50.1, lanes = 8, length_mm = 170 }
quantity = { max = 3 }
[groups.card.options.large]
label = { en = "Large", ru = "Большая" }
attributes = { watt = 200, lanes = 16, length_mm = 310.5 }
lead_days = 20

[groups.supply]
kind = "one"
label = { en = "Power supply", ru = "Блок питания" }
[groups.supply.options.weak]
label = { en = "190 W", ru = "190 Вт" }
attributes = { gives = 190 }
[groups.supply.options.strong]
label = { en = "500 W", ru = "500 Вт" }
attributes = { gives = 500 }
[groups.supply.options.silent]
label = { en = "500 W, silent", ru = "500 Вт, бесшумный" }
attributes = { gives = 500 }
unavailable = { kind = "staff" }
[groups.supply.options.new]
label = { en = "900 W", ru = "900 Вт" }
attributes = { gives = 900 }
from = 2026-12-01
until = 2027-01-31
regions = ["eu"]

[groups.depth]
kind = "number"
label = { en = "Depth", ru = "Глубина" }
min = 200
max = 400
step = 0.5
unit = { en = "mm", ru = "мм" }

[groups.window]
kind = "one"
label = { en = "Window", ru = "Окно" }
[groups.window.options.none]
label = { en = "None", ru = "Без окна" }
[groups.window.options.glass]
label = { en = "Glass", ru = "Стекло" }

[groups.lights]
kind = "one"
label = { en = "Lights", ru = "Подсветка" }
when = "window.glass"
when_message = { en = "Only behind a window", ru = "Только за окном" }
[groups.lights.options.white]
label = { en = "White", ru = "Белая" }
[groups.lights.options.warm]
label = { en = "Warm", ru = "Тёплая" }

[groups.drawing]
kind = "file"
label = { en = "Drawing for the glass", ru = "Рисунок на стекле" }
when = "window.glass"
when_message = { en = "Only on glass", ru = "Только на стекле" }

[groups.name]
kind = "text"
label = { en = "Its name", ru = "Имя" }
max_length = 12
alphabet = "latin digits"

[reviews.deep]
when = "depth > 390 and card.small"
message = { en = "Deep for small cards", ru = "Глубоко для малых карт" }

[rules.power]
rule = "supply.gives >= 1.25 * sum(watt)"
message = { en = "The supply gives too little", ru = "Блок питания слабоват" }

[rules.lanes]
rule = "sum(lanes, card) <= cpu.lanes"
message = { en = "The processor has too few lanes", ru = "Процессору не хватает линий" }

[rules.room]
rule = "card.large implies depth >= card.length_mm + 10"
message = { en = "A large card needs room", ru = "Большой карте нужно место" }

[rules.drawn]
rule = "given(drawing) iff lights.warm"
message = { en = "Drawings and warm light go together", ru = "Рисунок и тёплый свет идут вместе" }

[tables.windows]
groups = ["cpu", "lights"]
allow = [["calm", "*"], ["fast", "white"]]
message = { en = "Fast ones have white light", ru = "У быстрых свет белый" }
"""


@pytest.fixture(scope="module")
def model() -> ProductModel:
    document = Document(COMPUTER)
    model = read_model(document)
    document.finish()
    return model


@pytest.fixture(scope="module")
def computer(model: ProductModel) -> CompiledProduct:
    return CompiledProduct(model)


def state(verdict: Verdict, code: str) -> Standing:
    options = {option.code: option.state for group in verdict.groups for option in group.options}
    return options[code]


def reasons(verdict: Verdict, code: str) -> list[str]:
    options = {option.code: option for group in verdict.groups for option in group.options}
    return [cause.message.get("en", cause.rule) for cause in options[code].causes]


def test_the_file_says_it_all_again_when_it_is_written(model: ProductModel):
    again = read_model(Document(write_toml(model)))
    assert write_toml(again) == write_toml(model)
    assert again.wait(CompiledProduct(again).propose([], TODAY).product) == 8


def test_attributes_with_fractions_add_up_exactly_times_pieces(computer: CompiledProduct):
    # 35.1 + 2 * 50.1 = 135.3, of which 1.25 times is 169.125; with a fast one 165.4 and 206.75
    assert state(computer.propose(["cpu.calm", "card.small:2"], TODAY), "supply.weak") is Standing.DEFAULT
    fast = computer.propose(["cpu.fast", "card.small:2"], TODAY)
    assert state(fast, "supply.weak") is Standing.BLOCKED
    assert reasons(fast, "supply.weak") == ["The supply gives too little"]


def test_defaults_are_kept_in_the_authors_order_and_give_way(computer: CompiledProduct):
    product = computer.propose([], TODAY).product
    assert (product.pieces("card", "small"), product.chosen("cpu"), product.chosen("supply")) == (
        2, [("fast", 1)], [("strong", 1)],
    )  # fmt: skip


def test_how_many_pieces_there_may_be_depends_on_an_attribute_of_another_group(computer: CompiledProduct):
    quantities = {
        cpu: computer.propose([f"cpu.{cpu}"], TODAY).group("card").options[0].quantities for cpu in ("calm", "fast")
    }
    assert quantities == {"calm": (1, 2), "fast": (1, 2, 3)}


def test_a_number_is_compared_with_an_attribute(computer: CompiledProduct):
    depth = computer.propose(["card.large"], TODAY).group("depth")
    assert (str(depth.least), str(depth.most)) == ("320.5", "400.0")
    short = computer.propose(["depth:300"], TODAY)
    assert reasons(short, "card.large") == ["A large card needs room"]


def test_what_there_is_depends_on_the_day_and_the_region(computer: CompiledProduct):
    for day, region, kinds in (
        (dt.date(2026, 11, 30), "eu", ["not_yet"]),
        (dt.date(2026, 12, 1), "eu", []),
        (dt.date(2027, 1, 31), "eu", []),
        (dt.date(2027, 2, 1), "eu", ["ended"]),
        (dt.date(2026, 12, 1), "us", ["region"]),
    ):
        option = computer.propose([], Facts(day, region)).group("supply").options[3]
        assert [cause.bar.kind.value for cause in option.causes if cause.bar] == kinds
        assert (option.state is Standing.BLOCKED) == bool(kinds)


def test_what_only_staff_may_choose_is_blocked_for_that(computer: CompiledProduct):
    (cause,) = computer.propose([], TODAY).group("supply").options[2].causes
    assert cause.bar is not None
    assert (cause.rule, cause.bar.kind.value) == ("supply.silent", "staff")


def test_a_file_and_what_is_said_of_it_hold_both_ways(computer: CompiledProduct):
    plain = computer.propose([], TODAY)
    assert (plain.group("drawing").present, plain.group("drawing").state) == (False, Standing.OPEN)

    drawn = computer.propose(["drawing:1"], TODAY)
    assert drawn.group("drawing").state is Standing.CHOSEN
    assert [state(drawn, code) for code in ("window.glass", "lights.warm", "cpu.calm")] == [Standing.IMPLIED] * 3
    assert state(computer.propose(["lights.white"], TODAY), "lights.warm") is Standing.OPEN


def test_a_table_leaves_open_what_is_not_there(computer: CompiledProduct):
    assert state(computer.propose(["window.none"], TODAY), "cpu.fast") is Standing.DEFAULT
    assert reasons(computer.propose(["lights.warm"], TODAY), "cpu.fast") == ["Fast ones have white light"]


def test_waiting_is_for_the_part_that_takes_longest(model: ProductModel, computer: CompiledProduct):
    waits = {
        choices: model.wait(computer.propose(choices.split(), TODAY).product)
        for choices in ("cpu.calm", "cpu.fast", "cpu.fast card.large")
    }
    assert waits == {"cpu.calm": 3, "cpu.fast": 8, "cpu.fast card.large": 23}


def test_messages_are_there_in_every_language(computer: CompiledProduct):
    (cause,) = computer.propose(["window.none"], TODAY).group("lights").options[0].causes
    assert cause.message == {"en": "Only behind a window", "ru": "Только за окном"}
