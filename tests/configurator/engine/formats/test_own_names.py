"""A model asked by its own names, and files of every form."""

from __future__ import annotations

from pathlib import Path

import pytest

from configurator.engine.file.document import ProductFileError
from configurator.engine.formats import read_model_file
from configurator.engine.formats.codes import Codes, OwnNames, UnknownName
from configurator.engine.formats.coom import read_coom
from configurator.engine.formats.dimacs import read_dimacs
from configurator.engine.formats.uvl import read_uvl

EBIKE = Path(__file__).parents[4] / "examples" / "ebike.toml"
BIKE = """features
\tBike
\t\toptional
\t\t\t"Width 1600,0"
\t\t\tBell
\t\t\t"-1"
\t\t\tInteger Inch
constraints
\tInch < 20
"""


@pytest.fixture
def names() -> OwnNames:
    return OwnNames(read_uvl(BIKE, "bike.uvl", "bike"))


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("", []),
        ("Bell", ["features.bell"]),
        (' "Width 1600,0" , -Bell', ["features.width_1600_0", "features.bell:0"]),
        ('-"Width 1600,0","-1"', ["features.width_1600_0:0", "features.minus_1"]),
        ("Inch=20,-Inch", ["inch.n20", "features.inch:0"]),
        ("Bell,", ["features.bell"]),
    ],
)
def test_choices_are_names_in_quotes_where_they_hold_commas(names, text, choices):
    assert list(map(str, names.choices(text))) == choices
    assert ",".join(f'"{names.said(choice)}"' for choice in names.choices(text)).count('"') == 2 * len(choices)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Bel", 'this model has no "Bel", did you mean "Bell"?'),
        ("Bell,Rack", 'this model has no "Rack"'),
        ('"Bell', 'expected a name or "a name, in quotes" at: "Bell'),
        ("Bell,,Bike", 'expected a name or "a name, in quotes" at: ,Bike'),
        ("Inch=99", 'this model has no "Inch=99", did you mean "Inch=≤19"?'),
    ],
)
def test_a_name_that_the_model_does_not_have_is_refused(names, text, message):
    with pytest.raises(UnknownName) as refusal:
        list(names.choices(text))
    assert str(refusal.value) == message


def test_numbers_are_asked_by_their_value():
    names = OwnNames(read_coom("product { num 0-9 size  Bool lid }", "box.coom", "box"))
    assert list(map(str, names.choices("size=4,lid=True"))) == ["size:4", "lid.true"]
    assert list(map(names.said, names.choices("size=4,-lid=True"))) == ["size=4", "-lid=True"]
    with pytest.raises(UnknownName):
        list(names.choices("-size=4"))


def test_codes_are_small_and_never_given_twice():
    codes = Codes()
    words = ["Bell 2", "Bell", "bell", "BELL!", "Bell_2", "", "Ё", "x" * 99, "x" * 99, "Überlänge", "7", "count"]
    given = [codes.take(word) for word in words]
    assert given[:5] == ["bell_2", "bell", "bell_3", "bell_4", "bell_2_2"]
    assert len(set(given)) == len(given)
    assert max(map(len, given)) <= 43
    assert given[9:] == ["uberlange", "n7", "count_"]


def test_every_form_is_known_by_its_ending(tmp_path):
    forms = {
        "a.uvl": "features\n\tA\n",
        "b.cnf": "p cnf 1 1\n1 0\n",
        "c.DIMACS": "p cnf 1 0\n",
        "d.coom": "product { Bool lid }",
        "e.xml": '<instance><domains><domain name="D">0 1</domain></domains>'
        '<variables><variable name="v" domain="D"/></variables></instance>',
    }
    for name, text in forms.items():
        (tmp_path / name).write_text("\ufeff" + text, encoding="utf-8")
        assert read_model_file(tmp_path / name).code == name[0]
    assert read_model_file(EBIKE).code == "ebike"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("model.sat", b"", "a model's file ends in one of .toml, .uvl, .cnf, .dimacs, .xml, .coom"),
        ("model.uvl", b"features\n\t\xff\n", "not UTF-8: invalid start byte at byte 10"),
        ("model.toml", b'[product]\ncode = "A"\nlabel = { en = "A" }\n', '"A" is no code'),
    ],
)
def test_what_nobody_can_read_is_refused_in_words(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ProductFileError) as refusal:
        read_model_file(tmp_path / name)
    assert message in str(refusal.value)


def test_a_quote_in_a_name_is_written_twice():
    names = OwnNames(read_dimacs('c 1 3" disk, grey\np cnf 1 0\n', "disks.cnf", "disks"))
    assert list(map(str, names.choices('-"3"" disk, grey"'))) == ["features.n3_disk_grey:0"]
