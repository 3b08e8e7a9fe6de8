"""Unlikely measures are pointed out once they were told, and forbid nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.engine.compiled import CompiledProduct
from configurator.engine.conditions import spoken_of
from configurator.engine.file.document import Document
from configurator.engine.file.modelfile import read_model
from configurator.engine.language import parse
from configurator.engine.model import Facts, Review
from configurator.engine.reviews import Reviewer
from tests.configurator.engine.naive import candidates, told
from tests.configurator.engine.products import formulas, models

TODAY = Facts(dt.date(2026, 11, 29), "eu")
JEANS = """
[product]
code = "jeans"
label = { en = "Jeans" }

[groups.waist]
kind = "number"
label = { en = "Waist" }
min = 600
max = 1200
personal = true

[groups.hip]
kind = "number"
label = { en = "Low hip" }
min = 700
max = 1400
personal = true

[groups.cut]
kind = "one"
label = { en = "Cut" }
[groups.cut.options.slim]
label = { en = "Slim" }
[groups.cut.options.wide]
label = { en = "Wide" }

[reviews.hips]
when = "hip + 20 < waist"
message = { en = "The hip is narrower than the waist" }

[reviews.slim]
when = "cut.slim and hip > 1300"
message = { en = "Slim ones are rarely so wide" }

[reviews.wide]
when = "cut.wide"
message = { en = "Wide ones are cut by hand" }
"""


@pytest.fixture(scope="module")
def jeans() -> CompiledProduct:
    document = Document(JEANS)
    model = read_model(document)
    document.finish()
    return CompiledProduct(model)


def due(jeans: CompiledProduct, *choices: str) -> list[tuple[str, tuple[str, ...]]]:
    """What is to be looked at where these measures are told and these options chosen."""
    product = jeans.propose(choices, TODAY).product
    answered = {choice.partition(":")[0] for choice in choices if ":" in choice}
    return [(each.review.code, each.groups) for each in Reviewer(jeans.model).due(product, answered)]


def test_an_unlikely_pair_of_measures_is_pointed_out_at_both(jeans: CompiledProduct):
    assert due(jeans, "waist:900", "hip:870", "cut.slim") == [("hips", ("hip", "waist"))]


def test_at_the_border_nothing_is_said(jeans: CompiledProduct):
    assert due(jeans, "waist:900", "hip:880", "cut.slim") == []


def test_nothing_is_said_of_measures_that_were_not_told(jeans: CompiledProduct):
    assert due(jeans, "waist:1200", "cut.slim") == []


def test_an_option_and_a_measure_are_looked_at_together(jeans: CompiledProduct):
    assert due(jeans, "hip:1310", "cut.slim") == [("slim", ("cut", "hip"))]
    assert due(jeans, "hip:1310", "cut.wide") == [("wide", ("cut",))]


def test_nothing_is_refused(jeans: CompiledProduct):
    verdict = jeans.propose(["waist:1200", "hip:700", "cut.slim"], TODAY)
    assert verdict.dropped == ()
    assert verdict.complete


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_due_is_what_holds_in_the_naive_reading(data: st.DataObject):
    model = data.draw(models())
    texts = data.draw(st.lists(formulas(model), min_size=1, max_size=3))
    reviews = tuple(Review(f"r{at}", parse(text), {"en": text}) for at, text in enumerate(texts))
    reviewed = replace(model, reviews=reviews)
    groups = [group.code for group in model.groups]
    answered = data.draw(st.sets(st.sampled_from(groups)))
    personal = {group.code for group in model.groups if group.personal}
    candidate = data.draw(st.sampled_from(list(candidates(model))[:500]))

    due = {each.review.code for each in Reviewer(reviewed).due(told(candidate), answered)}
    spoken = {review.code: set(spoken_of(model, review.when)) for review in reviews}
    assert due == {
        review.code for review in reviews if candidate.holds(review.when) and spoken[review.code] & personal <= answered
    }
