"""The demo's jeans: in a ready size or by measures, with measures that contradict each other and others that are only
unusual."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.core.i18n import LOCALES
from app.core.ids import new_token
from configurator.build.asking import Asking
from configurator.build.wording import Wording
from configurator.engine.model import Facts, Kind
from configurator.engine.verdict import Verdict
from configurator.publishing.check import Checked, check
from configurator.publishing.shelf import Published
from tests.support.rules import silent_rules

FILE = Path(__file__).parents[3] / "examples" / "jeans.toml"
DAY = dt.date(2027, 1, 15)
EVERYWHERE = ("eu", "us", "ru")
BASES = ("harbour", "slate", "orchard", "barn", "prairie")
MEASURES = ("waist", "high_hip", "low_hip", "rise", "inseam", "outseam", "thigh", "knee", "hem_width")


def person(*millimetres: int) -> dict[str, str]:
    """Somebody's nine measures."""
    return {code: str(value) for code, value in zip(MEASURES, millimetres, strict=True)}


USUAL = {
    "Ivan": person(850, 930, 990, 680, 805, 1060, 570, 385, 200),
    "Anna": person(740, 890, 985, 690, 775, 1035, 590, 380, 190),
    "Boris, who is stout": person(1060, 1090, 1120, 800, 780, 1070, 660, 430, 215),
    "Ines, who is tall": person(760, 880, 970, 700, 880, 1150, 560, 370, 205),
    "Mia, who is small": person(640, 780, 870, 620, 690, 920, 500, 335, 190),
}


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check(FILE.read_text(encoding="utf-8"), FILE.name, DAY)


@pytest.fixture(scope="module")
def published(checked: Checked) -> Published:
    return Published(checked.file.content_hash, checked.file, checked.compiled)


def asking(published: Published, choices: str = "", answers: Mapping[str, str] | None = None, base: str = "") -> Asking:
    return Asking.of(published, {"c": choices, "base": base}, answers or {})


def looked_at(published: Published, answers: Mapping[str, str]) -> list[str]:
    """The reviews that are due when somebody gives these measures."""
    asked = asking(published, "fit.measures", answers)
    verdict = asked.verdict()
    assert not verdict.dropped
    return [due.review.code for due in asked.reviews(verdict.product)]


def said(published: Published, choices: str, answers: Mapping[str, str] | None = None, locale: str = "en") -> str:
    """What somebody reads who cannot have the last of these choices."""
    verdict = asking(published, choices, answers).verdict()
    assert [each.text for each in verdict.dropped] == [choices.rpartition(",")[2]]
    return reasons(published, verdict, locale)


def reasons(published: Published, verdict: Verdict, locale: str = "en") -> str:
    """Why the verdict could not keep what it dropped, as one line."""
    wording = Wording(published.file, locale)
    words = [wording.message(cause) for each in verdict.dropped for cause in each.causes]
    return " ".join(" ".join(words).split())


def test_its_author_has_nothing_left_to_look_at(checked: Checked):
    assert [finding.message for finding in checked.diagnosis.findings] == []


def test_it_is_of_the_size_of_a_real_shop(published: Published):
    model = published.file.model
    assert (len(model.bases), list(published.file.prices)) == (5, list(EVERYWHERE))
    assert len(list(model.options())) >= 75
    assert len(model.rules) + len(model.tables) >= 35
    assert sum(group.kind is Kind.NUMBER for group in model.groups) == 9


def test_each_rule_alone_keeps_something_from_being_built(published: Published):
    assert silent_rules(published.file.model, Facts(DAY, "eu")) == []


@pytest.mark.parametrize("region", EVERYWHERE)
@pytest.mark.parametrize("base", BASES)
def test_every_base_model_can_be_ordered_in_its_ready_size(published: Published, base: str, region: str):
    verdict = published.compiled.propose([], Facts(DAY, region), base)
    assert verdict.complete
    named = next(each for each in published.file.model.bases if each.code == base).defaults
    assert {str(choice) for choice in named} <= {
        f"{group.code}.{option}"
        for group in published.file.model.groups
        if group.options
        for option, _ in verdict.product.chosen(group.code)
    }


@pytest.mark.parametrize("base", BASES)
def test_by_measures_all_nine_are_needed_and_then_it_can_be_ordered(published: Published, base: str):
    cut = {"slate": "170", "orchard": "175", "barn": "270", "prairie": "230"}
    measured = {**USUAL["Anna"], "hem_width": cut.get(base, "205")}
    assert asking(published, "fit.measures", base=base).verdict().missing == MEASURES
    *eight, last = measured.items()
    assert asking(published, "fit.measures", dict(eight), base).verdict().missing == (last[0],)
    verdict = asking(published, "fit.measures", measured, base).verdict()
    assert verdict.complete
    assert not verdict.dropped


def present(verdict: Verdict) -> set[str]:
    return {group.code for group in verdict.groups if group.present}


def test_sizes_and_measures_are_asked_for_by_turns(published: Published):
    sized = present(asking(published, "fit.size").verdict())
    measured = present(asking(published, "fit.measures").verdict())
    assert sized - measured == {"size", "length"}
    assert measured - sized == set(MEASURES)


def test_who_just_types_a_measure_need_not_say_that_they_measure(published: Published):
    verdict = asking(published, "", {"waist": "820"}).verdict()
    assert verdict.product.pieces("fit", "measures") == 1


def test_a_ready_size_may_be_sent_back_and_what_is_made_for_one_alone_may_not(published: Published):
    def kept(**answers: str) -> list[str]:
        return [group.code for group in published.file.individual(answers)]

    assert kept() == []
    assert kept(**USUAL["Ivan"]) == [group.code for group in published.file.model.groups if group.code in MEASURES]
    assert kept(monogram="A. B.") == ["monogram"]
    assert kept(drawing=new_token()) == ["drawing"]


def test_what_is_personal_stays_out_of_addresses(published: Published):
    personal = {group.code for group in published.file.model.groups if group.personal}
    assert personal == {*MEASURES, "monogram", "drawing"}
    assert "820" not in asking(published, "fit.measures,waist:820", {"waist": "820"}).address()


@pytest.mark.parametrize("name", USUAL)
def test_usual_people_are_not_asked_twice(published: Published, name: str):
    assert looked_at(published, USUAL[name]) == []


@pytest.mark.parametrize(
    ("measures", "review"),
    [
        ({"waist": "1050", "low_hip": "1000"}, "waist_above_hips"),
        ({"waist": "700", "low_hip": "1100", "thigh": "640"}, "hips_far_wider"),
        ({"high_hip": "1020"}, "high_hip_wider"),
        ({"high_hip": "790"}, "high_hip_narrow"),
        ({"inseam": "875"}, "waist_to_crotch"),
        ({"outseam": "1160", "rise": "730"}, "waist_to_crotch"),
        ({"rise": "545", "outseam": "1090"}, "rise_short"),
        ({"rise": "850"}, "rise_long"),
        ({"thigh": "470", "knee": "340"}, "thigh_of_hips"),
        ({"thigh": "700"}, "thigh_of_hips"),
        ({"knee": "470"}, "knee_of_thigh"),
        ({"knee": "310"}, "knee_of_thigh"),
        ({"hem_width": "190", "knee": "445"}, "hem_of_knee"),
    ],
)
def test_an_unusual_body_is_looked_at_and_not_refused(published: Published, measures: dict[str, str], review: str):
    assert review in looked_at(published, {**USUAL["Ivan"], **measures})


def test_nothing_is_looked_at_before_both_figures_are_there(published: Published):
    assert looked_at(published, {"waist": "1050"}) == []
    assert looked_at(published, {"waist": "1050", "low_hip": "1000"}) == ["waist_above_hips"]


@pytest.mark.parametrize(
    ("given", "measure", "words"),
    [
        ({"low_hip": "800"}, "waist:1100", "Waist and low hip do not go together: please measure both once more"),
        ({"inseam": "900"}, "outseam:1000", "at least 1,050 mm, and you have 1,000 mm"),
        ({"low_hip": "900"}, "thigh:800", "measure one leg, not both"),
        ({"thigh": "450"}, "knee:430", "is not thinner than the thigh"),
    ],
)
def test_measures_that_contradict_each_other_are_refused_with_the_reason(
    published: Published, given: dict[str, str], measure: str, words: str
):
    code, _, value = measure.partition(":")
    verdict = asking(published, "fit.measures", {**given, code: value}).verdict()
    assert [each.text for each in verdict.dropped] == [measure]
    assert words in reasons(published, verdict)


@pytest.mark.parametrize(
    ("choices", "answers", "words"),
    [
        ("denim.classic,cut.slim", {}, "it takes 40 mm at the thigh, and there are 20 mm"),
        ("cut.wide,size.w36,denim.selvedge", {}, "both legs need 1,630 mm of width, and it gives 1,560 mm"),
        ("denim.loomstate,hem.cuff,length.l36", {}, "1,080 mm, and it takes 1,040 mm"),
        ("cut.slim,denim.comfort", {"thigh": "700"}, "it takes 42 mm, and there are 40 mm"),
        ("denim.loomstate,fly.zip_brass", {}, "A zip does not shrink with the cloth"),
        ("denim.natural,wash.stone", {}, "its fades are yours to make"),
        ("denim.flex,wash.raw", {}, "Cloth with elastane has to be washed once"),
        ("cut.bootcut,hem.cuff", {}, "On this cut a turn-up would not lie flat"),
        ("label.none", {"monogram": "A. B."}, "A monogram stands on the label"),
        ("pockets.welt", {"drawing": new_token()}, "a slit has none"),
        ("denim.grey", {}, "On the loom; back in week 6."),
    ],
)
def test_a_reason_says_what_is_in_the_way_and_by_how_much(
    published: Published, choices: str, answers: dict[str, str], words: str
):
    assert words in said(published, choices, answers)


def test_cloth_dyed_by_hand_is_sold_where_it_may_be_sent(published: Published):
    def refused(region: str) -> bool:
        return bool(published.compiled.propose(["denim.natural"], Facts(DAY, region), "").dropped)

    assert [refused(region) for region in EVERYWHERE] == [False, False, True]


def test_two_months_to_sew_and_three_weeks_more_for_what_is_dyed_by_hand(published: Published):
    model = published.file.model
    plain, dyed = (asking(published, choices).verdict().product for choices in ("", "denim.natural"))
    assert (model.wait(plain), model.wait(dyed)) == (56, 77)


def test_a_size_of_ones_own_costs_a_little_more(published: Published):
    book = published.file.prices["eu"]
    assert 0 < book.options["fit", "measures"] <= book.base // 4
    assert 230_00 <= book.base <= 420_00


@pytest.mark.parametrize("locale", LOCALES)
def test_a_product_is_told_without_holes(published: Published, locale: str):
    wording, words = Wording(published.file, locale), published.file.words
    for base in published.file.model.bases:
        product = asking(published, base=base.code).verdict().product
        for texts in (words.summary, words.alt):
            told = wording.described(texts, product, {})
            assert told
            assert not any(hole in told for hole in (": .", ", .", "..", "{", "  "))


def test_the_inside_leg_is_the_same_as_for_a_bicycle(published: Published):
    measure = published.file.words.groups["inseam"].measure
    assert measure is not None
    assert (measure.of, measure.grain) == ("inseam", 1)


def test_what_suits_an_answer_goes_together(published: Published):
    answers = [answer for question in published.file.questions for answer in question.answers]
    assert [each.code for each in answers if asking(published, ",".join(each.suits)).verdict().dropped] == []
