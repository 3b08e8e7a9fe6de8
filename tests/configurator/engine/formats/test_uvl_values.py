"""Features that are numbers or texts: the values that the constraints tell apart."""

from __future__ import annotations

from textwrap import dedent

import pytest

from configurator.engine.formats.uvl import read_uvl
from configurator.engine.model import ProductModel
from tests.configurator.engine.formats.support import problems, products

BIKE = """
    features
        Bike
            mandatory
                Brake {Weight 3}
                Integer Inch
            optional
                String Maker
                Integer Gears
                Real Width
                Wheels {Maker 'Wheelio', Size 20, Half 0.5}
    constraints
        {constraint}
"""


def bike(constraint: str) -> ProductModel:
    return read_uvl(dedent(BIKE.replace("{constraint}", constraint)), "bike.uvl", "bike")


def values(model: ProductModel, group: str) -> dict[str, str]:
    """What a feature may be: label to figure, or nothing where it is not chosen."""
    return {option.label["en"]: str(option.attributes.get("value", "")) for option in model[group].options}


def test_a_value_that_no_constraint_speaks_of_is_none_to_choose():
    assert [group.code for group in bike("Wheels").groups] == ["features"]


def test_a_number_has_the_figures_it_is_compared_with_and_one_in_each_gap():
    model = bike("Inch > 22 & Inch <= 30 => Wheels")
    assert values(model, "inch") == {"≤21": "21", "22": "22", "23…29": "23", "30": "30", "≥31": "31"}


def test_one_that_need_not_be_chosen_may_be_absent():
    model = bike("Gears < 3 | Gears == 4")
    assert values(model, "gears") == {"–": "", "≤2": "2", "3": "3", "4": "4", "≥5": "5"}
    # three other features are free; of the gears 0 (absent), 2 and 4 keep the rule
    assert len(products(model)) == 8 * 3


def test_neighbours_leave_no_gap_and_fractions_fall_between_whole_numbers():
    assert values(bike("Inch > 22 | Inch < 23"), "inch") == {"≤21": "21", "22": "22", "23": "23", "≥24": "24"}
    assert values(bike("3 * Inch > 10"), "inch") == {"≤3": "3", "≥4": "4"}


def test_a_real_number_has_one_in_the_middle():
    model = bike("Width > 1.5 & Width < 2")
    assert values(model, "width") == {"–": "", "<1.5": "0.5", "1.5": "1.5", "1.5…2": "1.75", "2": "2", ">2": "3"}


def test_what_a_number_is_compared_with_may_depend_on_what_is_chosen():
    model = bike("Inch == Wheels.Size + 2")
    assert values(model, "inch") == {"≤1": "1", "2": "2", "3…21": "3", "22": "22", "≥23": "23"}
    assert len(products(model)) == 2 * 8


def test_numbers_compared_with_each_other_can_stand_in_every_order():
    model = bike("Inch > Gears & Gears > 0")
    inch, gears = values(model, "inch"), values(model, "gears")
    assert list(inch.values()) == ["-1", "-2", "0", "1", "2"]
    assert list(gears.values()) == ["", "-1", "-2", "0", "1", "2"]
    # of these only gears 1 and inch 2 keep the rule; three other features are free
    assert len(products(model)) == 8


def test_a_text_is_one_of_those_it_is_compared_with_or_another():
    model = bike("Wheels => Maker == Wheels.Maker")
    assert values(model, "maker") == {"–": "", "''": "0", "Wheelio": "1", "another": "-1"}
    model = bike("Maker == 'Rad & Co' | Maker != 'Wheelio'")
    assert list(values(model, "maker")) == ["–", "Rad & Co", "Wheelio", "another"]
    assert model["maker"].option("another").label["ru"] == "другое"


def test_a_number_without_range_can_not_be_part_of_a_sum():
    assert problems(read_uvl, BIKE.replace("{constraint}", "Inch + Gears > 3")) == [
        (13, 18, '"Inch" has no range: it can be compared with a number, or with one other feature')
    ]
    assert problems(read_uvl, BIKE.replace("{constraint}", "3 * Width > 1")) == [
        (13, 15, "1/3 is no exact decimal number")
    ]


@pytest.mark.parametrize("constraint", ["Maker < 'a'", "Maker == 3", "Inch == 'a'", "Inch & Maker + 1 == 2"])
def test_texts_are_no_numbers(constraint):
    assert len(problems(read_uvl, BIKE.replace("{constraint}", constraint))) == 1
