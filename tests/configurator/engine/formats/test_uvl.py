"""Feature models in UVL: the tree, its groups, attributes, and what the constraints say."""

from __future__ import annotations

from textwrap import dedent

import pytest

from configurator.engine.compiled import CompiledProduct
from configurator.engine.formats.uvl import read_uvl
from configurator.engine.model import ProductModel
from configurator.engine.verdict import Standing
from tests.configurator.engine.formats.support import named, problems, products
from tests.configurator.engine.products import FACTS

SANDWICH = """
    // a sandwich, as in the language's own introduction
    namespace Sandwiches
    include
        Boolean.group-cardinality
    features
        Sandwich {abstract}
            mandatory
                Bread {Calories 100, Sugar 20}
            optional
                Sauce
                    or
                        Ketchup {Calories 40, Sugar 35}
                        Mustard {Calories 25, Sugar 5}
                Cheese
                    [0..2]
                        Cheddar {Calories 60}
                        Gouda {Calories 50}
                        "Goat cheese" {Calories 35.5}
    constraints
        {constraint}
"""


def uvl(text: str) -> ProductModel:
    return read_uvl(dedent(text), "model.uvl", "model")


def sandwich(constraint: str) -> ProductModel:
    return uvl(SANDWICH.replace("{constraint}", constraint))


def sandwiches(constraint: str) -> list[set[str]]:
    model = sandwich(constraint)
    return [named(model, product) for product in products(model)]


def test_a_tree_has_the_products_that_its_groups_allow():
    # no sauce or one of three; no cheese or up to two of three sorts
    assert len(sandwiches("Sandwich")) == 4 * (1 + 1 + 3 + 3)


@pytest.mark.parametrize(
    ("group", "count"),
    [
        ("mandatory", 1),
        ("optional", 8),
        ("or", 7),
        ("alternative", 3),
        ("[2]", 3),
        ("[1..2]", 6),
        ("[2..*]", 4),
        ("[0..3]", 8),
        ("[0..0]", 1),
    ],
)
def test_a_group_says_how_many_of_it_there_are(group, count):
    model = uvl(f"features\n\tRoot\n\t\t{group}\n\t\t\tA\n\t\t\tB\n\t\t\tC\n")
    assert len(products(model)) == count


def test_a_feature_may_have_several_groups_and_tabs_count_eight():
    model = uvl("features\n    Root\n\toptional\n\t    A\n        alternative\n            B\n            C\n")
    assert len(products(model)) == 4


@pytest.mark.parametrize(
    ("constraint", "holds"),
    [
        ("Ketchup => Cheese", lambda s: "Ketchup" not in s or "Cheese" in s),
        ("Ketchup <=> !Gouda", lambda s: ("Ketchup" in s) == ("Gouda" not in s)),
        ("!(Ketchup | Mustard) & Gouda", lambda s: not s & {"Ketchup", "Mustard"} and "Gouda" in s),
        ("Sauce => Cheese => Gouda", lambda s: not ("Sauce" not in s or "Cheese" in s) or "Gouda" in s),
        ("Sauce | Cheese & Gouda", lambda s: "Sauce" in s or {"Cheese", "Gouda"} <= s),
        ('"Goat cheese" | "Cheddar"', lambda s: bool(s & {"Goat cheese", "Cheddar"})),
    ],
)
def test_a_constraint_holds_in_every_product(constraint, holds):
    assert sorted(map(sorted, sandwiches(constraint))) == sorted(
        sorted(each) for each in sandwiches("Sandwich") if holds(each)
    )


CALORIES = {"Bread": 100, "Ketchup": 40, "Mustard": 25, "Cheddar": 60, "Gouda": 50, "Goat cheese": 35.5}
SUGAR = {"Bread": 20, "Ketchup": 35, "Mustard": 5}


def total(names: set[str], figures: dict[str, float]) -> float:
    return sum(figures.get(name, 0) for name in names)


@pytest.mark.parametrize(
    ("constraint", "holds"),
    [
        ("sum(Calories) < 190", lambda s: total(s, CALORIES) < 190),
        ("sum(Cheese, Calories) >= 60", lambda s: total(s - {"Bread", "Ketchup", "Mustard"}, CALORIES) >= 60),
        ("sum(Calories, Sauce) == 25", lambda s: total(s & {"Ketchup", "Mustard"}, CALORIES) == 25),
        ("Bread.Sugar + Ketchup.Sugar + Mustard.Sugar < 60", lambda s: total(s, SUGAR) < 60),
        ("2 * Ketchup.Sugar - Mustard.Sugar / 2 != 67.5", lambda s: not {"Ketchup", "Mustard"} <= s),
        ("-sum(Sugar) > -30", lambda s: total(s, SUGAR) < 30),
        ("Cheddar.Calories / 3 == 20 | (Gouda)", lambda s: bool(s & {"Cheddar", "Gouda"})),
    ],
)
def test_attributes_count_where_their_feature_is_chosen(constraint, holds):
    found = sandwiches(constraint)
    assert found
    assert sorted(map(sorted, found)) == sorted(sorted(each) for each in sandwiches("Sandwich") if holds(each))


def test_a_feature_cardinality_is_a_quantity():
    model = uvl("""
        features
            Car
                mandatory
                    Wheel cardinality [3..4] {weight 7}
                optional
                    Seat cardinality [0..2]
        constraints
            sum(weight) > 21 => Seat
    """)
    wheel, seat = model["features"].option("wheel"), model["features"].option("seat")
    assert (wheel.quantities, seat.quantities) == ((3, 4), (1, 2))
    assert len(products(model)) == 3 + 2


def test_attributes_may_be_nested_texts_flags_lists_and_constraints_of_their_own():
    model = uvl("""
        features
            Bike
                optional
                    Bell {size {height 4, width -2.5}, tags ['loud', 'small', [1, 2]], loud, cheap false}
                    Rack {constraint Rack => Bell, note 'holds 25 kg'}
                    Lock {
                        constraints [Lock => Bell, Bell.size.height > 3],
                        weight 1
                    }
        constraints
            Bell.loud
            !Bell.cheap
            Bell.size.width == -2.5
    """)
    assert model["features"].option("bell").attributes == {"size_height": 4, "size_width": -2.5}
    assert len(products(model)) == 4


def test_rules_say_what_the_tree_says():
    model = sandwich("Ketchup => (Cheese & !Gouda)")
    messages = {rule.code: rule.message for rule in model.rules}
    assert messages["sandwich_root"]["en"] == "Sandwich is in every product"
    assert messages["goat_cheese_parent"]["en"] == "Goat cheese needs its parent Cheese"
    assert messages["goat_cheese_parent"]["ru"] == "Для «Goat cheese» нужен родитель «Cheese»"
    assert messages["bread_along"]["en"] == "Sandwich always comes with Bread"
    assert messages["below_sauce"]["en"] == "At least 1 of Ketchup, Mustard below Sauce"
    assert messages["below_cheese"]["en"] == "0 to 2 of Cheddar, Gouda, Goat cheese below Cheese"
    assert messages["line_21"]["en"] == "Ketchup => Cheese & !Gouda"


def test_names_are_labels_and_codes_are_made_from_them():
    model = uvl("""
        features
            "Größe & Co"
                optional
                    "1030 Series"
                    "1030-Series"
                    "1030_series_2"
                    "Рама"
                    "or"
                    sum
    """)
    codes = {option.label["ru"]: option.code for option in model["features"].options}
    assert codes["Größe & Co"] == "gro_e_co" or codes["Größe & Co"] == "groe_co"
    assert [codes["1030 Series"], codes["1030-Series"]] == ["n1030_series", "n1030_series_2"]
    assert codes["1030_series_2"] == "n1030_series_2_2"
    assert codes["Рама"].startswith("x")
    assert (codes["or"], codes["sum"]) == ("or_", "sum_")


def test_names_may_begin_with_digits():
    model = uvl("""
        features
            Kernel
                optional
                    64BIT
                    3G
        constraints
            3G => 64BIT
    """)
    assert [named(model, product) - {"Kernel"} for product in products(model)] == [set(), {"64BIT"}, {"64BIT", "3G"}]


def test_what_many_combinations_demand_in_common_is_not_multiplied_out():
    extras = [f"Extra{number}" for number in range(20)]
    lines = ["features", " Table", "  optional", *(f"   {name}" for name in ("Leaf", "Base", *extras)), "constraints"]
    model = uvl("\n".join((*lines, " Leaf => " + " | ".join(f"Base & {extra}" for extra in extras))))
    options = CompiledProduct(model).propose(["features.leaf"], FACTS).group("features").options
    assert [each.option for each in options if each.state is Standing.IMPLIED] == ["table", "base"]


def test_every_mistake_is_told_at_its_place():
    found = problems(
        read_uvl,
        """\
        features
            Bike
                optional
                    Bell
                    Bell
                Rack
                    Mirror {size}
                    optional
                        Light cardinality [3..1]
                        Horn cardinality [1..*]
        constraints
            Bell =>
            Bell)
            | Bell
        """,
    )
    assert found == [
        (5, 13, '"Bell" stands here again, after line 4'),
        (6, 9, 'expected one of mandatory, optional, or, alternative or [n..m] between "Bike" and this'),
        (7, 13, 'expected one of mandatory, optional, or, alternative or [n..m] between "Rack" and this'),
        (9, 35, "from 3 to 1 is nothing"),
        (10, 34, "a feature cardinality ends somewhere: expected at most 999"),
        (12, 12, "expected a feature, a number or a 'text', found the end"),
        (13, 9, 'expected an operator or the end of the line, found ")"'),
        (14, 5, "expected a feature, a number or a 'text', found \"|\""),
    ]


def test_every_name_that_is_wrong_is_told_at_its_place():
    found = problems(
        read_uvl,
        """\
        features
            Bike
                optional
                    Bell {sound 'ding'}
                    Mirror {size 4, round}
        constraints
            Bel | Bell
            Bell.weight > 3
            avg(size) < 3
            Bell + 1 > 2
            Mirror.round > 2
            Mirror.size * Mirror.size > 2
            Mirror.size / Mirror.size > 2
            Bell.sound > 'dong'
            Bell.sound == 3
            1 < Mirror.size < 3
            sum(weight) < 4
            Mirror.size
            Bell => 3
        """,
    )
    assert found == [
        (7, 5, 'there is no feature "Bel", did you mean "Bell"?'),
        (8, 5, '"Bell" has no attribute "weight"'),
        (9, 5, '"avg" is not read: of the functions of UVL only sum is'),
        (10, 5, '"Bell" is chosen or not: expected a number or a text'),
        (11, 5, '"Mirror.round" is true or false: expected a number or a text'),
        (12, 17, "one side of * must be a constant number"),
        (13, 17, "what divides must be a constant number other than 0"),
        (14, 16, "texts can be compared by == and != only"),
        (15, 16, "a text and a number cannot be compared"),
        (16, 21, "a comparison has two sides"),
        (17, 9, 'no feature has a number "weight"'),
        (18, 5, '"Mirror.size" is neither true nor false'),
        (19, 13, "expected a statement that is true or false, found a number or a text"),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", (1, 1)),
        ("features\n", (1, 1)),
        ("features\n\tA\n\tB\n", (3, 2)),
        ("features\n\tA {b 'c\n", (2, 4)),
        ("features\n\tA {b [1, 2\n", (2, 4)),
        ("nonsense\n", (1, 1)),
        ("features\n\tA\nfeatures\n\tB\n", (3, 1)),
        ("imports\n\tother as o\nfeatures\n\tA\n", (2, 2)),
        ("features\n\tA\n\t\toptional\n\t\t\to.B\n", (4, 4)),
        ("features\n\tA\nconstraints\n\t" + "(" * 200 + "A" + ")" * 200, (4, 102)),
        ("features\n\tA\nconstraints\n\tA " + "& (A | " * 150 + "A" + ")" * 150, None),
        ("features\n\tA\n\t\toptional\n\t\t\tString B cardinality [1..2000]\n", (4, 25)),
        ("features\n\tA {" + "b {" * 2000 + "}" * 2001, (2, 308)),
        ("features\n\tA {b " + "[" * 2000 + "]" * 1999 + "}", (2, 4)),
        ("\x00", (1, 1)),
    ],
)
def test_what_is_no_feature_model_is_refused(text, place):
    found = problems(read_uvl, text)
    assert place is None or found[0][:2] == place
