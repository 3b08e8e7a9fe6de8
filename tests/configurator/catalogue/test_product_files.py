"""Product files: everything that is wrong is said at once, with its place."""

from __future__ import annotations

from datetime import date

import pytest

from configurator.catalogue.productfile import read_product
from configurator.engine.file.document import ProductFileError
from configurator.engine.language import parse
from configurator.publishing.check import check

GOOD = """\
format = 1

[product]
code = "stool"
label = { en = "Stool", ru = "Табурет" }
summary = { en = "{wood}.", ru = "{wood}." }

[prices.eu]
currency = "EUR"
tax = { mode = "included", rate = 21, label = { en = "VAT", ru = "НДС" } }
base = 80

[bases.plain]
label = { en = "Plain", ru = "Простой" }
defaults = ["wood.ash"]

[groups.wood]
kind = "one"
label = { en = "Wood", ru = "Дерево" }
[groups.wood.options.ash]
label = { en = "Ash", ru = "Ясень" }
attributes = { weight = 3 }
[groups.wood.options.oak]
label = { en = "Oak", ru = "Дуб" }
price = 12.50
attributes = { weight = 5 }

[groups.height]
kind = "number"
label = { en = "Height", ru = "Высота" }
min = 40
max = 60
step = 5
unit = { en = "cm", ru = "см" }

[rules.tall]
rule = "height >= 55 implies wood.oak"
message = { en = "A tall stool needs oak", ru = "Высокому табурету нужен дуб" }
"""

QUESTION = """\
[questions.room]
label = { en = "Where will it stand?", ru = "Где он будет стоять?" }
benefit = { en = "We show you what suits the place.", ru = "Покажем то, что там к месту." }
[questions.room.answers.kitchen]
label = { en = "In the kitchen", ru = "На кухне" }
suits = ["wood.oak"]
[questions.room.answers.cellar]
label = { en = "In the cellar", ru = "В подвале" }
"""
PLATE = """\
[groups.plate]
kind = "text"
label = { en = "Plate", ru = "Табличка" }
alphabet = "latin space"
preview = "engraving"
"""
DRAWING = """\
[groups.drawing]
kind = "file"
label = { en = "Drawing", ru = "Рисунок" }
accept = "image"
most_mb = 2
"""
REVIEW = """\
[reviews.low]
when = "height < 42 and wood.oak"
message = { en = "That is low", ru = "Это низко" }
"""
WHEN = 'when_message = { en = "Only of oak", ru = "Только из дуба" }\n'
MEASURE = 'measure = { of = "knee", grain = 10, benefit = { en = "It fits.", ru = "Будет впору." } }'


def problems(source: str) -> list[tuple[int, int, str]]:
    with pytest.raises(ProductFileError) as found:
        read_product(source, "stool.toml")
    return [(problem.line, problem.column, problem.message) for problem in found.value.problems]


def place(text: str, source: str = GOOD) -> tuple[int, int]:
    """Line and column of the first place where `text` stands."""
    before = source[: source.index(text)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_a_good_file_is_read_whole():
    file = read_product(GOOD, "stool.toml")
    assert file.code == "stool"
    assert [group.code for group in file.model.groups] == ["wood", "height"]
    assert file.prices["eu"].options == {("wood", "oak"): 1250}
    assert file.words.summary["ru"] == "{wood}."


def test_texts_and_measures_that_say_so_make_a_thing_somebodys_alone():
    measure = GOOD.replace('kind = "number"', 'kind = "number"\npersonal = true\nindividual = true')
    name = '[groups.name]\nkind = "text"\nlabel = { en = "Name", ru = "Имя" }\n'
    file = read_product(measure + name, "stool.toml")

    assert [group.code for group in file.individual({"height": "55", "name": "Anna"})] == ["height", "name"]
    assert file.individual({}) == []
    assert read_product(GOOD, "stool.toml").individual({"height": "55"}) == []


def test_a_file_says_what_texts_and_pictures_it_takes_and_what_is_to_be_looked_at():
    file = read_product(GOOD + PLATE + DRAWING + REVIEW, "stool.toml")

    assert (file.model["plate"].alphabet, file.words.groups["plate"].preview) == (("latin", "space"), "engraving")
    assert (file.model["drawing"].most_bytes, file.model["drawing"].personal) == (2_000_000, True)
    (low,) = file.model.reviews
    assert (low.code, low.when, low.message["ru"]) == ("low", parse("height < 42 and wood.oak"), "Это низко")


def test_a_file_asks_people_what_is_good_to_know():
    personal = GOOD.replace("step = 5", f"step = 5\npersonal = true\n{MEASURE}")
    file = read_product(personal + QUESTION, "stool.toml")

    (room,) = file.questions
    assert [(answer.code, answer.suits) for answer in room.answers] == [("kitchen", ("wood.oak",)), ("cellar", ())]
    assert room.benefit["en"] == "We show you what suits the place."
    measure = file.words.groups["height"].measure
    assert measure is not None
    assert (measure.of, measure.grain, measure.benefit["ru"]) == ("knee", 10, "Будет впору.")


def test_nothing_suits_anybody_that_nobody_can_have():
    source = GOOD.replace("height >= 55 implies wood.oak", "not wood.oak") + QUESTION
    with pytest.raises(ProductFileError) as found:
        check(source, "stool.toml", date(2026, 11, 1))

    (problem,) = found.value.problems
    assert (problem.line, problem.column) == place('"wood.oak"', source)
    assert "cannot be had" in problem.message


def test_comments_and_layout_do_not_make_another_version():
    loose = GOOD.replace("[rules.tall]", "# why not\n\n[rules.tall]")
    assert read_product(loose, "a").content_hash == read_product(GOOD, "b").content_hash
    dearer = GOOD.replace("12.50", "12.60")
    assert read_product(dearer, "a").content_hash != read_product(GOOD, "b").content_hash


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ('"one"', '"won"', 'kind = "won"', 'did you mean "one"?'),
        ("height >= 55", "hight >= 55", "hight", 'there is no group "hight", did you mean "height"?'),
        ("implies wood.oak", "implies wood.okk", "wood.okk", 'no option "okk", did you mean "oak"?'),
        ("implies wood.oak", "impl wood.oak", "impl wood", "expected"),
        ("base = 80", "base = 80.123", "base", "at most 2 decimals"),
        ("step = 5", "step = 7", "step", "no multiple of the step"),
        ("step = 5", "step = 0.001", "step", "coarser step"),
        ("max = 60", "max = 30", "max", "ends before it begins"),
        ('ru = "Дуб"', 'de = "Eiche"', 'label = { en = "Oak"', 'no text for "ru"'),
        ("price = 12.50", "prize = 12.50", "prize", 'unknown key "prize", did you mean "price"?'),
        ("price = 12.50", 'price = "dear"', 'price = "dear"', "must be a number"),
        ('["wood.ash"]', '["wood.ash", "wood.elm"]', '"wood.elm"', "no choice of this product"),
        ('en = "{wood}."', 'en = "{wod}."', "summary", '"{wod}"'),
        ("rate = 21", "rate = 210", "rate", "from 0 to 100"),
        ('"EUR"', '"euro"', "currency", "three capital letters"),
        ('code = "stool"', 'code = "Stool!"', "code", "no code"),
        ('kind = "one"', 'kind = "one"\npersonal = true', "personal", "only numbers, texts and files"),
        ('kind = "one"', 'kind = "one"\nindividual = true', "individual", "only a personal number, a text or"),
        ("format = 1", "format = 2", "format", "reads format 1"),
        ("[groups.wood.options.oak]", '[groups.wood.options."Oak"]', '"Oak"', "no code"),
        ("[rules.tall]", f"{QUESTION}[rules.tall]".replace("wood.oak", "wood.okk"), '"wood.okk"', 'mean "wood.oak"?'),
        ("[rules.tall]", f"{QUESTION}[rules.tall]".replace("benefit", "profit"), "room]", '"benefit" is missing'),
        ("[rules.tall]", f"{QUESTION}[rules.tall]".partition("[questions.room.answers.cellar]")[0], "answers", "two"),
        ("step = 5", 'step = 5\nwhen = "wood.oak"', "height]", '"when_message" is missing'),
        ("step = 5", f'step = 5\nwhen = "wood.okk"\n{WHEN}', "wood.okk", 'mean "oak"?'),
        ("step = 5", f'step = 5\nwhen = "height > 50"\n{WHEN}', "when =", "whether it exists itself: height -> height"),
        ("step = 5", f"step = 5\n{WHEN}", "when_message", 'unknown key "when_message"'),
        ("wood.oak", "given(wood.oak)", ".oak)", "expected"),
        ("step = 5", f"step = 5\n{MEASURE}", "measure", "only a personal number"),
        ("step = 5", f"step = 5\npersonal = true\n{MEASURE}".replace("grain = 10, ", ""), "measure", "how many mil"),
        ("[rules.tall]", f"{PLATE}[rules.tall]".replace("latin", "latn"), "alphabet", 'did you mean "latin"?'),
        ("[rules.tall]", f"{PLATE}[rules.tall]".replace("latin space", " "), "alphabet", "at least one set"),
        ("[rules.tall]", f"{PLATE}[rules.tall]".replace('"engraving"', '"a b"'), "preview", "no name"),
        ("step = 5", 'step = 5\npreview = "engraving"', "preview", "unknown key"),
        ("[rules.tall]", f"{DRAWING}[rules.tall]".replace('"image"', '"film"'), "accept", 'one of "image"'),
        ("[rules.tall]", f"{DRAWING}[rules.tall]".replace("= 2", "= 21"), "most_mb", "from 1 to 20"),
        ("[rules.tall]", f"{REVIEW}[rules.tall]".replace("height < 42", "hight < 42"), "hight", 'mean "height"?'),
        ("[rules.tall]", f"{REVIEW}[rules.tall]".replace("height < 42 and wood.oak", "1 < 2"), "when", "speaks of at"),
        ("[rules.tall]", f"{REVIEW}[rules.tall]".replace("message", "massage"), "low]", '"message" is missing'),
        ("step = 5", f"step = 2.5\npersonal = true\n{MEASURE}".replace("10", "1"), "grain", "whole millimetres"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(old, new, at, words):
    source = GOOD.replace(old, new, 1)
    found = problems(source)
    line, column = place(at, source)
    assert any(row == line and col == column and words in message for row, col, message in found), found


def test_a_circle_of_conditions_is_shown_at_each_of_them():
    source = GOOD.replace("step = 5", f'step = 5\nwhen = "wood.oak"\n{WHEN}')
    source = source.replace('kind = "one"', f'kind = "one"\nwhen = "given(height)"\n{WHEN}')
    found = problems(source)
    assert [(line, column) for line, column, _ in found] == [place("when = " + said, source) for said in ('"gi', '"wo')]
    assert {message for *_, message in found} == {
        "a group cannot depend on whether it exists itself: wood -> height -> wood"
    }


def test_a_condition_is_read_and_checked_like_any_rule():
    source = GOOD.replace("step = 5", f'step = 5\nwhen = "wood.oak"\n{WHEN}')
    height = read_product(source, "stool.toml").model["height"]
    assert (height.when, height.when_message["en"]) == (parse("wood.oak"), "Only of oak")
    assert check(source, "stool.toml", date(2026, 11, 25)).diagnosis.dead == ()


def test_all_mistakes_come_at_once_in_the_order_of_the_file():
    source = GOOD.replace('"one"', '"won"').replace("wood.oak", "wood.okk").replace("base = 80", "base = -1.234")
    found = problems(source)
    assert len(found) >= 3
    assert found == sorted(found)


def test_every_syntax_error_is_said_at_once():
    source = GOOD.replace("base = 80", "base = = 80").replace("min = 40", "min 40")
    lines = [line for line, _, message in problems(source) if "not TOML" in message]
    assert lines == [place("base", source)[0], place("min 40", source)[0]]


def test_a_place_in_an_expression_is_exact_after_letters_of_several_bytes():
    head = GOOD[: GOOD.index("[rules.tall]")]
    source = head + '[rules]\ntall = { message = { en = "ё", ru = "ё" }, rule = "not wood.okk" }\n'
    assert any((line, column) == place("wood.okk", source) for line, column, _ in problems(source))


@pytest.mark.parametrize(
    "source",
    ["", "format = 1", "[product]", "\0", "groups = 3", "[groups]\nwood = 1", "product = []", "[[groups]]\na=1"],
)
def test_nonsense_is_refused_with_words_and_no_crash(source):
    assert problems(source)


GLOSSARY = """\
[glossary.tenon]
label = { en = "Tenon", ru = "Шип" }
text = { en = "The end of a leg that sits in the seat.", ru = "Конец ножки, входящий в сиденье." }
"""


def test_words_of_the_trade_and_what_an_option_is_are_explained():
    helped = GOOD.replace("price = 12.50", 'price = 12.50\nhelp = { en = "A slow tree.", ru = "Растёт медленно." }')
    words = read_product(helped + GLOSSARY, "stool.toml").words

    (tenon,) = words.glossary
    assert (tenon.code, tenon.label["ru"], tenon.text["en"]) == (
        "tenon",
        "Шип",
        "The end of a leg that sits in the seat.",
    )
    assert words.groups["wood"].options["oak"].help["en"] == "A slow tree."
    assert words.groups["wood"].options["ash"].help == {}


def test_a_word_that_is_explained_in_one_language_alone_is_a_problem():
    source = GOOD + GLOSSARY.replace(', ru = "Конец ножки, входящий в сиденье."', "")

    assert problems(source) == [(*place("text = { en", source), '"text" has no text for "ru"')]
