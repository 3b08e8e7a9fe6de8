"""The commands on product files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main

EBIKE = Path(__file__).parents[2] / "examples" / "ebike.toml"
BENCH = Path(__file__).parents[1] / "support" / "bench.toml"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "ebike.toml"
    source = EBIKE.read_text(encoding="utf-8")
    file.write_text(source.replace('kind = "one"', 'kind = "won"', 1).replace("base = 1890", "base = 1.234"), "utf-8")
    return file


def atelier(*words: str | Path, data: Path | None = None) -> Result:
    environment = {"ATELIER_DATA": str(data)} if data else {}
    return CliRunner(env=environment).invoke(main, [str(word) for word in words])


def test_a_good_file_is_summed_up_in_a_line():
    said = atelier("check", EBIKE)
    assert said.exit_code == 0
    assert "21 groups, 88 options, 59 rules" in said.output


def test_every_mistake_of_a_broken_file_has_its_place(broken):
    said = atelier("check", broken)
    assert said.exit_code == 1
    places = [line.split(":")[1:3] for line in said.output.splitlines() if line.startswith(str(broken))]
    lines = broken.read_text(encoding="utf-8").splitlines()
    assert [lines[int(line) - 1].split(" =")[0] for line, _ in places] == ["base", "kind"]


def test_a_file_whose_rules_contradict_each_other_is_refused_with_their_places(tmp_path):
    file = tmp_path / "ebike.toml"
    source = EBIKE.read_text(encoding="utf-8")
    rules = 'rule = "{}"\nmessage = {{ en = "no", ru = "нет" }}\n'
    source += "\n[rules.one_way]\n" + rules.format("frame.split") + "\n[rules.other_way]\n" + rules.format("frame.step")
    file.write_text(source, encoding="utf-8")
    said = atelier("check", file)
    assert said.exit_code == 1
    assert "one_way, other_way contradict each other" in said.output


def test_an_option_that_no_product_contains_is_pointed_out(tmp_path):
    file = tmp_path / "ebike.toml"
    source = EBIKE.read_text(encoding="utf-8")
    source += '\n[rules.never]\nrule = "not tyres.t57"\nmessage = { en = "no", ru = "нет" }\n'
    file.write_text(source, encoding="utf-8")
    said = atelier("check", file)
    assert said.exit_code == 0
    assert "no buildable product contains tyres.t57" in said.output
    assert "colour.plum" not in said.output


def test_the_verdict_prints_the_state_of_every_option():
    said = atelier("verdict", EBIKE, "--choices", "frame.mixte,drive.belt8,inseam:84", "--json")
    answer = json.loads(said.output)
    assert answer["choices"] == ["frame.mixte", "inseam:84"]
    assert answer["dropped"] == ["drive.belt8"]
    assert len(answer["options"]) == 88
    assert answer["options"]["drive.belt8"]["state"] == "blocked"
    assert answer["options"]["drive.belt8"]["causes"][0]["choices"] == ["frame.mixte"]
    assert answer["numbers"]["inseam"]["value"] == 84
    assert answer["complete"]
    assert answer["groups"]["drive"] == "default"
    plain = atelier("verdict", EBIKE, "--choices", "frame.mixte").output
    assert "minor units of EUR" in plain


def test_a_choice_with_a_minus_is_certainly_not_and_one_that_nobody_knows_is_told():
    answer = json.loads(atelier("verdict", EBIKE, "--choices", "-rack.rated, -lights.clip", "--json").output)
    assert answer["choices"] == ["rack.rated:0", "lights.clip:0"]
    refused = atelier("verdict", EBIKE, "--choices", "frame.mixed,inseam:84")
    assert refused.exit_code == 1
    assert 'this product has no "frame.mixed", did you mean "frame.mixte"?' in refused.output


def test_the_verdict_tells_the_cheapest_and_the_dearest_product_on_request():
    said = atelier("verdict", EBIKE, "--choices", "frame.mixte", "--cheapest", "--dearest", "--json")
    answer = json.loads(said.output)
    assert answer["cheapest"]["total"] < answer["total"] < answer["dearest"]["total"]
    for end in (answer["cheapest"], answer["dearest"]):
        assert end["proven"]
        assert end["bound"] == end["total"]
        again = json.loads(atelier("verdict", EBIKE, "--choices", ",".join(end["choices"]), "--json").output)
        assert again["dropped"] == []
        assert again["total"] == end["total"]
    assert "\ncheapest " in atelier("verdict", EBIKE, "--cheapest").output


def test_publishing_is_all_or_nothing(tmp_path, broken):
    said = atelier("publish", EBIKE, broken, data=tmp_path / "data")
    assert said.exit_code == 1
    assert "nothing was published" in said.output
    again = atelier("publish", EBIKE, data=tmp_path / "data")
    assert again.exit_code == 0


def test_settings_that_make_no_sense_are_refused_in_words():
    said = CliRunner(env={"ATELIER_PORT": "eighty", "ATELIER_PROT": "80"}).invoke(main, ["serve"])
    assert said.exit_code == 1
    assert "ATELIER_PORT" in said.output
    assert "ATELIER_PROT is not a setting" in said.output


BIKE = """features
\tBike
\t\tmandatory
\t\t\tFrame
\t\t\t\talternative
\t\t\t\t\t"Steel, lugged"
\t\t\t\t\tCarbon
\t\toptional
\t\t\tRack
\t\t\tChild seat
constraints
\tCarbon => !Rack
\tRack
"""


@pytest.fixture
def bike(tmp_path: Path) -> Path:
    file = tmp_path / "bike.uvl"
    file.write_text(BIKE.replace("Child seat", '"Child seat"'), encoding="utf-8")
    return file


def test_a_model_in_another_form_is_summed_up_and_its_dead_options_are_named(bike):
    said = atelier("check", bike)
    assert said.exit_code == 0
    assert said.output.splitlines() == [
        f"{bike}: bike, 1 groups, 6 options, 10 rules",
        f"{bike}: every buildable product contains Steel, lugged: Carbon => !Rack, Rack",
        f"{bike}: no buildable product contains Carbon: Carbon => !Rack, Rack",
        f"{bike}: every buildable product contains Rack: Rack",
    ]


def test_what_is_found_is_told_to_programs_with_its_place(tmp_path, bike):
    file = tmp_path / "ebike.toml"
    rule = '\n[rules.again]\nrule = "not tyres.t57"\nmessage = { en = "no", ru = "нет" }\n'
    file.write_text(EBIKE.read_text(encoding="utf-8") + rule + rule.replace("again", "twice"), encoding="utf-8")
    found = json.loads(atelier("check", file, "--json").output)["findings"]
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [(each["fault"], each["of"]) for each in found][:: len(found) - 1] == [
        ("dead", "tyres.t57"),
        ("repeats", "twice"),
    ]
    assert lines[found[-1]["line"] - 1] == "[rules.twice]"

    answer = json.loads(atelier("check", bike, "--json", "--count").output)
    assert (answer["model"], answer["products"], answer["unexamined"]) == ("bike", 2, [])


def test_mistakes_are_told_to_programs_too(broken):
    said = atelier("check", broken, "--json")
    assert said.exit_code == 1
    assert [problem["column"] for problem in json.loads(said.output)["problems"]] == [1, 1]


def test_products_are_counted_or_not_at_all(bike):
    assert atelier("check", bike, "--count").output.splitlines()[-1] == f"{bike}: 2 products"
    late = atelier("check", EBIKE, "--count", "--seconds", "0").output
    assert late.splitlines()[-1] == f"{EBIKE}: not counted in 0 s"


def test_a_model_in_another_form_is_asked_by_its_own_names(bike):
    said = atelier("verdict", bike, "--choices", '"Steel, lugged",Carbon,-Child seat', "--json")
    answer = json.loads(said.output)
    assert answer["model"] == "bike"
    assert answer["choices"] == ["Steel, lugged", "-Child seat"]
    assert answer["dropped"] == ["Carbon"]
    assert answer["groups"] == {"features": "chosen"}
    assert answer["options"] == {
        "Bike": "implied",
        "Frame": "implied",
        "Steel, lugged": "chosen",
        "Carbon": "blocked",
        "Rack": "implied",
        "Child seat": "open",
    }
    assert answer["numbers"] == {}
    plain = atelier("verdict", bike).output.splitlines()
    assert [line.split()[-1] for line in plain] == ["implied", "implied", "implied", "blocked", "implied", "open"]


def test_numbers_of_a_model_in_another_form_are_told_with_their_bounds(tmp_path):
    file = tmp_path / "box.coom"
    file.write_text("product { num 2-9 width  num 0-30 area } behavior { require area = 3 * width }", "utf-8")
    answer = json.loads(atelier("verdict", file, "--choices", "width=4", "--json").output)
    assert answer["numbers"]["area"] == {"value": 12, "least": 12, "most": 12}
    assert "width" in atelier("verdict", file).output


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BIKE, 'expected the end of the line, found "seat"'),
        (BIKE.replace("Child seat", "Seat") + "\tCarbon\n", "- Carbon => !Rack\n- Rack\n- Carbon"),
    ],
)
def test_a_model_in_another_form_that_makes_no_sense_is_refused_in_words(tmp_path, text, message):
    file = tmp_path / "bike.uvl"
    file.write_text(text, encoding="utf-8")
    said = atelier("check", file)
    assert said.exit_code == 1
    assert message in said.output


def test_a_name_or_a_setting_that_a_model_does_not_have_is_refused(bike):
    assert 'no "Rak", did you mean "Rack"?' in atelier("verdict", bike, "--choices", "Rak").output
    assert "only product files have base models, regions and prices" in atelier("verdict", bike, "--base", "x").output


def test_what_does_not_exist_under_the_choices_is_told_apart_from_what_is_blocked():
    said = atelier("verdict", BENCH, "--choices", "colour.sea,angle:100", "--json")
    answer = json.loads(said.output)
    assert answer["absent"] == ["light"]
    assert answer["numbers"]["angle"] == {"value": 100, "least": 90, "most": 120}

    answer = json.loads(atelier("verdict", BENCH, "--json").output)
    assert answer["absent"] == ["colour", "angle", "light", "words"]
    assert answer["numbers"]["angle"] == {"value": None, "least": 90, "most": 120}

    lines = atelier("verdict", BENCH, "--choices", "back.without").output.splitlines()
    assert "angle                            blocked" in lines
    assert "words                            does not exist here" in lines
    assert "angle                            open     - (90 to 120)" in atelier("verdict", BENCH).output
