"""Products in COOM: parts in pieces, numbers, tables, and what their behavior demands."""

from __future__ import annotations

import datetime as dt
from itertools import product
from textwrap import dedent

import pytest

from configurator.engine.compiled import CompiledProduct
from configurator.engine.formats.codes import OwnNames
from configurator.engine.formats.coom import read_coom
from configurator.engine.model import Facts, Kind, ProductModel
from configurator.engine.verdict import Verdict
from tests.configurator.engine.formats.support import problems, products
from tests.support.models import public_model

FACTS = Facts(dt.date(2026, 11, 22), "")


def coom(text: str) -> ProductModel:
    return read_coom(dedent(text), "model.coom", "model")


def public(name: str) -> ProductModel:
    return read_coom(public_model(f"coom/{name}.coom").read_text(encoding="utf-8"), f"{name}.coom", "model")


def verdict(model: ProductModel, choices: str = "") -> Verdict:
    texts = map(str, OwnNames(model).choices(choices))
    return CompiledProduct(model).propose(list(texts), FACTS)


def test_a_childrens_bicycle_has_the_products_that_its_rules_leave():
    sizes = (14, 16, 18, 20)
    every = product(("Red", "Green", "Yellow", "Blue"), (True, False), sizes, sizes)
    expected = [
        (color, support, front, rear)
        for color, support, front, rear in every
        if (color != "Yellow" or front > 16) and support == (rear <= 16) and front == rear
    ]
    assert len(products(public("kids-bike"))) == len(expected)


def test_a_shirt_has_the_products_that_its_rules_leave():
    every = product(("Red", "Yellow", "Blue", "White", "Black"), ("S", "M", "L", "XL", "XXL"), (0, 1, 2, 3))
    expected = [
        (color, size, theme)
        for color, size, theme in every
        if not (color == "Red" and size == "XXL")
        and (not (size == "S" and color == "Black") or theme == 0)
        and (color in ("Blue", "White", "Black") or theme != 1)
        and not (color == "White" and size == "S" and theme == 3)
        and (color != "Blue" or theme == 1)
    ]
    model = public("tshirt")
    assert len(products(model)) == len(expected)
    assert model.rules[0].message["en"] == "Red shirts in XXL are rare and thus not offered."


def test_a_travel_bicycle_weighs_what_its_wheels_and_bags_weigh():
    model = public("travel-bike")
    weight = verdict(model).group("totalweight")
    # two wheels of 650 to 1000 g, and bags of 200 litres together, of which each weighs 12 g at most
    assert (weight.least, weight.most) == (1300, 2000 + 200 * 12)
    light = verdict(model, "maxWeight=2,frontWheel=W28")
    assert light.group("totalweight").most == 2000
    names = OwnNames(model).codes
    states = {option.code: option.state.value for group in light.groups for option in group.options}
    assert states[names["carrier.bag[0].capacity=B100"]] == "blocked"
    assert states[names["carrier.bag[0].capacity=B10"]] == "open"
    leather = verdict(model, "carrier.bag[1].material=Leather")
    states = {option.code: option.state.value for group in leather.groups for option in group.options}
    assert states[names["carrier.bag[1].capacity=B10"]] == "implied"
    assert states[names["carrier.bag[0].capacity=–"]] == "blocked"


def test_a_computer_costs_what_its_parts_cost():
    model = public("pc")
    price = verdict(model).group("price")
    # two small disks and a controller, board and CPU for the small system, the cheapest screen, one application
    assert price.least == 2 * 200 + 500 + 350 + 150 + 100 + 100 + 50
    states = {o.code: o.state.value for g in verdict(model, "usage=Internet").groups for o in g.options}
    names = OwnNames(model).codes
    assert states[names["internetConn=True"]] == "implied"
    assert states[names["internetConn=False"]] == "blocked"


def test_the_first_pieces_are_there_and_the_others_are_not():
    model = coom("""
        product { 1..3 Bag bag  num 0-9 total }
        enumeration Bag { attribute num size  Small = (1)  Large = (4) }
        behavior { require total = sum(bag.size) }
    """)
    assert [group.label["en"] for group in model.groups] == ["count(bag)", "bag[0]", "bag[1]", "bag[2]", "total"]
    # one to three bags of two sorts; three large ones weigh too much
    assert len(products(model)) == 2 + 4 + 8 - 1
    assert [option.label["en"] for option in model["bag_0"].options] == ["Small", "Large"]
    assert [option.label["en"] for option in model["bag_1"].options] == ["–", "Small", "Large"]


def test_a_statement_about_a_piece_that_is_not_there_says_nothing():
    model = coom("""
        product { 0..2 Box box }
        structure Box { Color color  num 3-5 width }
        enumeration Color { Red Blue }
        behavior Box { condition color = Red  require width = 4 }
        behavior { require box.color != Blue || box.width > 3 }
    """)
    width = model["box_0_width"]
    assert (width.kind, width.scale.least, width.scale.most) == (Kind.NUMBER, 0, 5)
    # a box is red and 4 wide, or blue and 4 or 5 wide: three sorts; the last rule speaks of all pairs of boxes
    assert len(products(model)) == 1 + 3 + 9


def test_parts_of_parts_are_counted():
    model = coom("""
        product { Rack rack  0..2 Basket basket }
        structure Rack { 0..2 Basket basket }
        structure Basket { Net net }
        enumeration Net { Yes No }
        behavior { require count(rack.basket) + count(basket) = 3 }
        behavior Rack { condition basket.net = Yes  require count(basket) = 1 }
        behavior { require rack.basket[0].net = basket[1].net }
    """)
    # one basket on the rack and two beside it, the second of which has the same net; or two on the rack without nets
    assert len(products(model)) == 2 * 2 + 1 * 2


def test_tables_allow_and_forbid_by_values_and_attributes():
    model = coom("""
        product { Wood wood  0..1 Legs legs }
        enumeration Wood { attribute kind  attribute num weight
            Ash = (hard, 3)
            Oak = (hard, 4)
            Pine = (soft, 2) }
        enumeration Legs { Steel Turned Folding }
        behavior {
            combinations (wood.kind legs)
            allow        (hard      -*-)
            allow        (soft      (Turned, Folding))
        }
        behavior {
            combinations (wood.weight wood legs)
            forbid       ((2, 4)      (Oak, Pine) Folding)
            forbid       (3           Pine        -*-)
        }
    """)
    assert [(table.allow, table.groups) for table in model.tables] == [
        (True, ("wood", "legs")),
        (False, ("wood", "legs")),
    ]
    # without legs all three; with legs pine not on steel, oak and pine not folding
    assert len(products(model)) == 3 + 9 - 1 - 2


def test_conditions_hold_for_a_block_and_preferences_change_no_product():
    model = coom("""
        product { Color color  Size size  Bool lid }
        enumeration Color { Red ; Blue }
        enumeration Size { S M L }
        behavior {
            default size = M
            hide lid
            condition color = Red
            {
                require size != S
                condition size = L
                require lid
            }
            imply lid = false
            prefer size = L
        }
    """)
    assert len(products(model)) == 1 + 3
    assert "color = Red && size = L => lid" in [rule.message["en"] for rule in model.rules]


def test_numbers_without_a_range_get_it_from_their_equation():
    model = coom("""
        product { num price  num.##/€ half  Part part }
        enumeration Part { attribute num price  A = (10)  B = (25)  C = (40) }
        behavior { imply price = 2 * part.price - 5  imply half = part.price / 2 }
    """)
    assert [str(value) for value in model["price"].scale.values] == ["15", "45", "75"]
    assert [str(value) for value in model["half"].scale.values] == ["5.0", "12.5", "20.0"]
    assert len(products(model)) == 3


def test_every_mistake_is_told_at_its_place():
    found = problems(
        read_coom,
        """\
        nonsense
        product {
            Colour color
            num size
            Box box
            string name
        }
        structure Box { Color color }
        enumeration Color { attribute num price  Red = (1, 2) }
        behavior {
            requires color = Red
        }
        """,
    )
    assert found == [
        (1, 1, "expected one of product, structure, enumeration, behavior"),
        (6, 5, '"string" is not read'),
        (9, 42, '"Red" has 2 values for 1 attributes'),
        (11, 5, 'expected require, imply or combinations, found "requires"'),
    ]


def test_every_name_that_is_wrong_is_told_at_its_place():
    found = problems(
        read_coom,
        """\
        product { Color color  num 0-9 size  num free  2 Box box }
        structure Box { Color color }
        enumeration Color { attribute num price  attribute tone
            Red = (1, warm)
            Blue = (2, cold) }
        behavior {
            require colour = Red
            require color = Green
            require color.weight > 3
            require box.size > 3
            require box[2].color = Red
            require color > Blue
            require size = warm
            require max(box.color.price) < 2
            require size * size = 4
            require sum(box.color) = 2
            require count(bag) = 2
            require box = Red
            require size
        }
        behavior Bag { require size = 3 }
        """,
    )
    assert [(line, message.split(":")[0]) for line, _, message in found] == [
        (7, 'there is no part and no value "colour", did you mean "cold"?'),
        (8, 'there is no part and no value "Green"'),
        (9, '"color" has no "weight"'),
        (10, '"box[0]" has no "size"'),
        (11, '"box" has 2 pieces, counted from 0'),
        (12, "values can be compared by = and != only"),
        (13, "expected a number"),
        (14, '"max" is not read'),
        (15, "one side of * must be a constant number"),
        (16, "expected a number"),
        (17, 'there is no part "bag"'),
        (18, '"box[0]" has parts of its own'),
        (19, "expected a statement that is true or false"),
        (21, 'there is no structure "Bag"'),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there is no product"),
        ("product { Box box }", 'there is no type "Box"'),
        ("product { Box box } structure Box { Box box }", 'a "Box" would be part of itself'),
        ("product { 0..* Box box }", "expected how many pieces (without end is not read)"),
        ("product { 3..200 Box box }", "expected a number of pieces up to 100"),
        ("product { num 9-3 size }", "expected a range such as 0-100"),
        ("product { num size }", '"size" has neither a range nor an equation that gives it one'),
        ("product { num 0-99999 size }", '"size" has more than 20000 values'),
        ("product { A a } enumeration A { }", '"A" has no values'),
        ("product { 100 A a } structure A { 100 B b } enumeration B { C }", "the product has more than 5000 pieces"),
        ("product { A a } enumeration A { B } product { A a }", 'there is a "product" already'),
        (
            "product { S0 a } " + " ".join(f"structure S{n} {{ S{n + 1} a }}" for n in range(200)),
            "structures may be 100 deep in each other",
        ),
        ("behavior { " + "{ " * 2000, "expected require, imply or combinations, found"),
        ("behavior { require", "expected a part, a value or a number, found the end"),
        ("behavior { ", "expected require, imply or combinations, found the end"),
        ('product { A "a', 'unexpected """'),
    ],
)
def test_what_is_no_finite_product_is_refused(text, message):
    assert any(said.startswith(message) for _, _, said in problems(read_coom, text))
