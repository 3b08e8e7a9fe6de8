"""A model that is written and read again is the same, or has as many products."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from configurator.engine.conditions import spoken_of
from configurator.engine.file.document import Document
from configurator.engine.file.modelfile import read_model
from configurator.engine.formats.codes import OwnNames
from configurator.engine.formats.dimacs import read_dimacs, write_dimacs
from configurator.engine.formats.toml import write_toml
from configurator.engine.formats.uvl import read_uvl
from configurator.engine.formats.uvl.writer import write_uvl
from configurator.engine.formats.words import called, named
from configurator.engine.model import Group, Kind, Option, ProductModel, Table
from configurator.engine.review.counting import count_products
from tests.configurator.engine.formats.support import products
from tests.configurator.engine.formats.trees import Feature, constraints, model_text, trees
from tests.configurator.engine.products import models, whole_models, without_bars
from tests.support.models import public_model

EBIKE = Path(__file__).parents[4] / "examples" / "ebike.toml"


def placeless(value: Any) -> Any:
    """A value without the places at which the names of its formulas stood in a text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: placeless(getattr(value, part.name)) for part in dataclasses.fields(value)}
        return type(value)(**({**parts, "at": 0} if "at" in parts else parts))
    return tuple(map(placeless, value)) if isinstance(value, tuple) else value


def native(text: str) -> ProductModel:
    document = Document(text)
    model = read_model(document)
    document.finish()
    return model


def counted(model: ProductModel) -> int:
    return count_products(model, lambda: True)


def written(write: Callable[[ProductModel], str], model: ProductModel) -> str:
    """The model in another form; one that this form cannot say is not looked at."""
    try:
        return write(model)
    except ValueError:
        reject()


def of_options_alone(model: ProductModel) -> ProductModel:
    """What is left of a product without numbers, texts, quantities and bars, and what speaks of these."""
    groups = tuple(
        replace(group, options=tuple(replace(option, quantities=(1,), bars=()) for option in group.options))
        for group in model.groups
        if group.options
    )
    kept = {group.code for group in groups}
    rules = tuple(rule for rule in model.rules if set(spoken_of(model, rule.formula)) <= kept)
    return replace(model, groups=groups, rules=rules, bases=())


@settings(deadline=None, max_examples=40)
@given(tree=trees())
def test_a_tree_has_as_many_products_as_its_groups_make(tree: Feature):
    assert len(products(read_uvl(model_text(tree), "t.uvl", "t"))) == tree.count()


@settings(deadline=None, max_examples=40)
@given(data=st.data(), tree=trees())
def test_a_feature_model_keeps_its_products_and_its_tree(data, tree: Feature):
    rules = data.draw(st.lists(constraints(tree.names()), max_size=3))
    model = read_uvl(model_text(tree, rules), "t.uvl", "t")
    text = write_uvl(model)
    again = read_uvl(text, "t.uvl", "t")
    assert len(products(again)) == len(products(model))
    assert len(again.groups) == 1
    assert write_uvl(again) == text


@settings(deadline=None, max_examples=40)
@given(data=st.data(), tree=trees(pieces=1))
def test_a_feature_model_keeps_its_products_as_clauses(data, tree: Feature):
    rules = data.draw(st.lists(constraints(tree.names()), max_size=3))
    model = read_uvl(model_text(tree, rules), "t.uvl", "t")
    again = read_dimacs(write_dimacs(model), "t.dimacs", "t")
    assert [option.label for option in again["features"].options] == [o.label for o in model["features"].options]
    assert len(products(again)) == len(products(model))


@settings(deadline=None, max_examples=80)
@given(model=models())
def test_a_product_file_says_all_that_the_model_says(model: ProductModel):
    assert placeless(native(write_toml(model))) == placeless(model)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(model=whole_models())
def test_a_product_has_as_many_products_as_a_feature_model(model: ProductModel):
    free = without_bars(model)
    text = written(write_uvl, free)
    again = read_uvl(text, "p.uvl", "p")
    assert counted(again) == counted(free)
    names = {called(option.label) for option in again["features"].options}
    assert set(OwnNames(free).codes) <= names
    assert counted(read_uvl(write_uvl(again), "p.uvl", "p")) == counted(free)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(model=models().map(of_options_alone))
def test_a_product_of_options_has_as_many_products_as_clauses(model: ProductModel):
    again = read_dimacs(written(write_dimacs, model), "p.cnf", "p")
    assert [called(option.label) for option in again["features"].options] == list(OwnNames(model).codes)
    assert counted(again) == counted(model)


def test_what_a_table_forbids_is_forbidden_in_a_feature_model_too():
    options = tuple(Option(code, named(code)) for code in ("x", "y"))
    groups = tuple(Group(code, Kind.ONE, named(code), options) for code in ("a", "b"))
    row = (frozenset(("x", "y")), frozenset(("x",)))
    model = ProductModel("p", named("p"), groups, (), (Table("t", ("a", "b"), (row,), False, named("no")),))
    assert counted(read_uvl(write_uvl(model), "p.uvl", "p")) == counted(model) == 2


def test_the_bicycle_of_the_shop_is_the_same_after_writing_and_reading():
    source = Document(EBIKE.read_text(encoding="utf-8"), str(EBIKE))
    model = read_model(source)
    assert placeless(native(write_toml(model))) == placeless(model)


def test_a_feature_model_can_become_a_product_file():
    model = read_uvl(public_model("uvl/uvltest_bike.uvl").read_text(), "bike.uvl", "bike")
    again = native(write_toml(model))
    assert placeless(again.groups) == placeless(model.groups)
    assert write_toml(again) == write_toml(model)


def test_a_tree_of_thousands_of_features_is_found_again():
    model = read_uvl(public_model("uvl/automotive01.uvl").read_text(), "automotive01.uvl", "automotive01")
    again = read_uvl(write_uvl(model), "again.uvl", "automotive01")
    assert again.groups == model.groups
    assert {rule.formula for rule in again.rules} == {rule.formula for rule in model.rules}
