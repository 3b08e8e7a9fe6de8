"""``atelier replay``: cars that were sold are cars that can be built."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from tests.support.models import public_model

MODEL = """<instance>
  <presentation name="cars" format="XCSP 2.1"/>
  <domains nbDomains="2">
    <domain name="two" nbValues="2">0 1</domain>
    <domain name="three" nbValues="3">-1..1</domain>
  </domains>
  <variables nbVariables="3">
    <variable name="engine" domain="two"/>
    <variable name="roof" domain="two"/>
    <variable name="paint" domain="three"/>
  </variables>
  <relations nbRelations="1">
    <relation name="pairs" arity="2" nbTuples="2" semantics="conflicts">0 1|1 -1</relation>
  </relations>
  <constraints nbConstraints="1">
    <constraint name="c" arity="2" scope="engine paint" reference="pairs"/>
  </constraints>
</instance>
"""


@pytest.fixture
def model(tmp_path: Path) -> Path:
    file = tmp_path / "cars.xml"
    file.write_text(MODEL, encoding="utf-8")
    return file


def replay(model: Path, sold: str, *words: str) -> Result:
    file = model.with_suffix(".txt")
    file.write_text(sold, encoding="utf-8")
    return CliRunner().invoke(main, ["replay", str(model), str(file), *words])


def test_every_car_is_built_and_some_of_them_answer_by_answer(model):
    sold = "paint engine\n" + "-1 0\n0 1\n" * 10
    answer = json.loads(replay(model, sold, "--prefixes", "6", "--json").output)
    assert (answer["model"], answer["cars"], answer["stepped"], answer["clicks"]) == ("cars", 20, 6, 12)
    assert answer["click_ms"]["p50"] <= answer["click_ms"]["max"]
    assert "all 20 can be built" in replay(model, sold).output


def test_the_first_car_that_is_refused_ends_it_with_its_line_and_its_value(model):
    said = replay(model, "engine roof paint\n0 0 0\n0 1 1\n1 1 -1\n")
    assert said.exit_code == 1
    assert "cars.txt: line 3: paint=1 is refused after engine=0, roof=1" in said.output


@pytest.mark.parametrize(
    ("sold", "message"),
    [
        ("engine paint\n0 7\n", 'line 2: this model has no "paint=7"'),
        ("engine pain\n0 0\n", 'line 2: this model has no "pain=0", did you mean "paint=0"?'),
        ("engine paint\n0 0\n1\n", "line 3: 2 questions, but 1 values"),
    ],
)
def test_what_the_model_does_not_have_is_told(model, sold, message):
    said = replay(model, sold)
    assert said.exit_code == 1
    assert message in said.output


def test_cars_that_were_really_sold():
    files = [public_model(f"renault/{name}") for name in ("medium_domainsorted.xml", "config_medium_filtered.txt")]
    said = CliRunner().invoke(main, ["replay", *map(str, files), "--prefixes", "5", "--json"])
    answer = json.loads(said.output)
    assert (answer["cars"], answer["clicks"]) == (8252, 5 * 44)
