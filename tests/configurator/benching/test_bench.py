"""``atelier bench engine``: what it tells of a model, not how quick this machine is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from configurator.benching import measuring
from configurator.benching.figures import Figures, Times
from configurator.benching.measuring import Measuring, Plan
from tests.configurator.engine.products import FACTS

STOOL = Path(__file__).parents[2] / "support" / "stool.toml"
TIMED = ("domain_ms", "verdict_ms", "causes_ms", "repair_ms", "cheapest_ms")
BIKE = """features
    Bike
        mandatory
            Frame
                alternative
                    Steel
                    Carbon
                    Alloy
        optional
            Rack
            Basket
            Belt
constraints
    Basket => Rack
    Carbon => !Rack
    Belt => Alloy
"""


@pytest.fixture
def bike(tmp_path: Path) -> Path:
    file = tmp_path / "bike.uvl"
    file.write_text(BIKE, encoding="utf-8")
    return file


def bench(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["bench", "engine", *map(str, words)])


def measured(file: Path, plan: Plan) -> Figures:
    measuring = Measuring(file, plan, FACTS, lambda figures: None)
    measuring.run()
    return measuring.figures


def test_each_model_is_an_object_a_line(bike):
    said = bench(bike, STOOL, "--clicks", "4", "--seeds", "2", "--json")
    assert said.exit_code == 0
    one, other = map(json.loads, said.output.splitlines())
    assert [one["model"], one["features"], other["model"]] == ["bike", 8, "stool"]
    for figures in (one, other):
        assert figures["publish_s"] > 0
        assert figures["rss_mb"] > 10
        assert figures["naive_p50_ms"] > 0
        assert figures["ratio"] > 0
        assert figures["wrong"] == figures["unfinished"] == []
        for part in TIMED:
            assert 0 < figures[part]["p50"] <= figures[part]["p95"] <= figures[part]["max"]


def test_people_read_the_same_in_lines(bike):
    said = bench(bike, "--clicks", "3", "--seeds", "1").output.splitlines()
    assert said[0].startswith("bike: 8 features, published in ")
    assert [line.split()[0] for line in said[1:4]] == ["domain", "verdict", "causes"]
    assert "(p50, p95, max of 3)" in said[1]


def test_what_there_was_no_time_for_is_named(bike):
    figures = json.loads(bench(bike, "--seconds", "0", "--json").output)
    assert figures["features"] == 8
    assert figures["unfinished"] == ["publish", "domain", "verdict", "causes", "repair", "cheapest", "naive"]
    assert figures["publish_s"] is None
    assert figures["domain_ms"] == {"p50": None, "p95": None, "max": None}


def test_a_part_that_was_begun_says_how_far_it_came(bike, monkeypatch):
    monkeypatch.setattr(measuring, "SHARES", {"domain": 1.0, "verdict": 1.0, "naive": 0.0})
    figures = measured(bike, Plan(5, 1, 60))
    assert figures.unfinished["naive"] == "(0 of 5 clicks)"
    assert "verdict" not in figures.unfinished


def test_shoppers_of_a_small_model_end_when_they_were_everywhere(bike):
    figures = measured(bike, Plan(100_000, 1, 60))
    assert 20 < len(figures.times["domain"].each) < 1000
    assert "domain" not in figures.unfinished


def test_the_naive_method_is_asked_a_sample_where_there_is_much_to_ask(bike, monkeypatch):
    monkeypatch.setattr(measuring, "MOST_QUESTIONS", 3)
    figures = measured(bike, Plan(4, 1, 60))
    assert figures.naive_asked == 12
    assert figures.naive_questions > 12


def test_an_answer_that_the_naive_method_contradicts_is_called_wrong(bike, monkeypatch):
    monkeypatch.setattr(measuring.Naive, "possible", lambda _, held, values: [False for _ in values])
    figures = measured(bike, Plan(2, 1, 60))
    assert any("features.rack cannot be had with" in line for line in figures.wrong)


def test_a_folder_stands_for_the_models_in_it_and_one_that_makes_no_sense_is_told(bike):
    (bike.parent / "nonsense.uvl").write_text("features\n", encoding="utf-8")
    (bike.parent / "notes.txt").write_text("no model", encoding="utf-8")
    said = bench(bike.parent, "--clicks", "2", "--seeds", "1")
    assert said.exit_code == 1
    assert "bike: 8 features" in said.stdout
    assert "nonsense.uvl:1:1: there is no feature" in said.stderr


def test_the_95th_of_a_hundred_is_the_95_percentile():
    times = Times([float(number) for number in range(100, 0, -1)])
    assert times.summary() == {"p50": 50, "p95": 95, "max": 100}
