"""Tables of combinations in XCSP 2.1."""

from __future__ import annotations

import datetime as dt

import pytest

from configurator.engine.compiled import CompiledProduct
from configurator.engine.formats.codes import OwnNames
from configurator.engine.formats.xcsp import read_xcsp
from configurator.engine.model import Facts, Kind
from tests.configurator.engine.formats.support import problems, products
from tests.support.models import public_model

CAR = """<instance>
  <presentation format="XCSP 2.1" type="CSP" name="car"/>
  <domains nbDomains="2">
    <domain name="D0" nbValues="4">0..2 7</domain>
    <domain name="D1" nbValues="3" optional="-1">-1 0 1</domain>
  </domains>
  <variables nbVariables="3">
    <variable name="engine" domain="D0"/>
    <variable name="roof" domain="D1"/>
    <variable name="radio_Pack" domain="D1"/>
  </variables>
  <relations nbRelations="2">
    <relation name="R0" arity="2" nbTuples="4" semantics="supports">0 -1|1 0 | 1 1|7 -1|9 1</relation>
    <relation name="R1" arity="3" nbTuples="1" semantics="conflicts">1 1 1</relation>
  </relations>
  <constraints nbConstraints="3">
    <constraint name="c0" arity="2" scope="engine roof" reference="R0"/>
    <constraint name="c1" arity="3" scope="engine roof radio_Pack" reference="R1"/>
  </constraints>
</instance>
"""


def test_variables_are_groups_and_constraints_are_tables():
    model = read_xcsp(CAR, "car.xml", "car")
    assert [(group.code, group.kind, len(group.options)) for group in model.groups] == [
        ("engine", Kind.ONE, 4), ("roof", Kind.ONE, 3), ("radio_pack", Kind.ONE, 3),
    ]  # fmt: skip
    assert [option.code for option in model["roof"].options] == ["minus_1", "n0", "n1"]
    assert [(table.groups, table.allow, len(table.rows)) for table in model.tables] == [
        (("engine", "roof"), True, 4), (("engine", "roof", "radio_pack"), False, 1),
    ]  # fmt: skip
    # four pairs of engine and roof, each with three radios, but for one
    assert len(products(model)) == 4 * 3 - 1
    assert model.tables[0].message["en"] == "engine, roof do not go together like this (c0)"


def test_the_names_are_the_files_own():
    names = OwnNames(read_xcsp(CAR, "car.xml", "car"))
    assert list(names.codes)[:5] == ["engine=0", "engine=1", "engine=2", "engine=7", "roof=-1"]
    assert list(map(str, names.choices("roof=-1,-engine=7"))) == ["roof.minus_1", "engine.n7:0"]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('domain="D0"', 'domain="DO"', 8, 'there is no domain "DO"'),
        ("supports", "soft", 13, 'expected semantics "supports" or "conflicts", found "soft"'),
        ("0 -1|1 0", "0 -1|1", 13, "expected tuples of 2 whole numbers"),
        ("0 -1|1 0", "0 -1|1 *", 13, "expected whole numbers, found: 1 *"),
        ('reference="R0"', 'reference="global:allDifferent"', 17, 'there is no relation "global:allDifferent"'),
        ('scope="engine roof"', 'scope="engine engine"', 17, "a constraint names each variable once"),
        ('scope="engine roof"', 'scope="engine hood"', 17, 'there is no variable "hood"'),
        ("0..2 7", "0..x", 4, 'expected whole numbers or ranges like 0..9, found "0..x"'),
        ("0..2 7", "0..99999999", 4, 'expected whole numbers or ranges like 0..9, found "0..99999999"'),
        ('name="roof"', 'name="engine"', 9, 'there is a variable "engine" already'),
        ("<relation name", "<predicate/><relation name", 13, "<predicate> is not read: expected variables"),
        ("</instance>", "", 21, "not XML: no element found"),
    ],
)
def test_a_mistake_is_told_at_its_place(old, new, line, message):
    found = problems(read_xcsp, CAR.replace(old, new, 1))
    assert [(place, said) for place, _, said in found if place == line and said.startswith(message)]


def test_entities_are_not_read():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + CAR
    assert problems(read_xcsp, bomb)[0][2] == "entities are not read"


def test_a_car_makers_model_is_read_whole_and_can_be_built():
    text = public_model("renault/medium_domainsorted.xml").read_text(encoding="utf-8")
    model = read_xcsp(text, "medium.xml", "medium")
    counts = len(model.groups), sum(1 for _ in model.options()), len(model.tables)
    assert counts == (148, 426, 174)
    assert max(len(table.groups) for table in model.tables) == 10
    verdict = CompiledProduct(model).propose(["v5.n0"], Facts(dt.date(2026, 11, 22), ""))
    assert verdict.dropped == ()
