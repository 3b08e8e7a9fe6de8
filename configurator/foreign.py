"""What the commands say of models in other forms than a product file: in the models' own names, and without prices."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from app.core import clock
from configurator.engine.choices import Choice
from configurator.engine.compiled import CompiledProduct
from configurator.engine.document import ProductFileError
from configurator.engine.formats import read_model_file
from configurator.engine.formats.codes import OwnNames, UnknownName
from configurator.engine.formats.words import called
from configurator.engine.lowering import TooLarge
from configurator.engine.model import Facts, ProductModel
from configurator.engine.verdict import Standing, Unbuildable, Verdict

REGION = ""
"""Such a model is the same everywhere."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A model, its own names, and what the engine says of it under some choices."""

    model: ProductModel
    names: OwnNames
    verdict: Verdict

    @property
    def states(self) -> dict[str, Standing]:
        """The state of every option, by its own name."""
        by_code = {option.code: option.state for group in self.verdict.groups for option in group.options}
        return {name: by_code[code] for name, code in self.names.codes.items()}


def check(file: Path) -> None:
    """Say what a model holds and which of its options nobody can have."""
    asked = _asked(file, "")
    model = asked.model
    options = sum(1 for _ in model.options())
    rules = len(model.rules) + len(model.tables)
    click.echo(f"{file}: {model.code}, {len(model.groups)} groups, {options} options, {rules} rules")
    for name, state in asked.states.items():
        if state is Standing.BLOCKED:
            click.echo(f"{file}: no buildable product contains {name}")


def verdict(file: Path, choices: str, as_json: bool) -> None:
    """Print the state of every option under choices in the model's own names."""
    asked = _asked(file, choices)
    said = asked.verdict
    numbers = {asked.names.titles[group.code]: group for group in said.groups if group.value is not None}
    if as_json:
        dropped = [Choice.parse(each.text) for each in said.dropped]
        answer = {
            "model": asked.model.code,
            "choices": list(map(asked.names.said, said.choices)),
            "dropped": [asked.names.said(choice) for choice in dropped if choice is not None],
            "groups": {asked.names.titles[group.code]: group.state.value for group in said.groups},
            "options": {name: state.value for name, state in asked.states.items()},
            "numbers": {
                name: {part: float(getattr(group, part)) for part in ("value", "least", "most")}
                for name, group in numbers.items()
            },
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for name, state in asked.states.items():
        click.echo(f"{name:32} {state}")
    for name, group in numbers.items():
        click.echo(f"{name:32} {group.state:8} {group.value} ({group.least} to {group.most})")


def _asked(file: Path, choices: str) -> Asked:
    with in_words(file):
        model = read_model_file(file)
        names = OwnNames(model)
        texts = list(map(str, names.choices(choices)))
        return Asked(model, names, CompiledProduct(model).propose(texts, Facts(clock.today(), REGION)))


@contextmanager
def in_words(file: Path) -> Iterator[None]:
    """Ends the command in words where the model in `file` cannot be used, or lacks a name that is said."""
    try:
        yield
    except ProductFileError as error:
        raise click.ClickException(f"this model cannot be used:\n{error}") from None
    except UnknownName as error:
        raise click.ClickException(str(error)) from None
    except Unbuildable as refusal:
        reasons = "\n".join(f"- {called(cause.message) if cause.message else cause.rule}" for cause in refusal.causes)
        raise click.ClickException(
            f"{file}: nothing can be built, as these contradict each other:\n{reasons}"
        ) from None
    except TooLarge as refusal:
        raise click.ClickException(f"{file}: a rule is too large to be checked at each click: {refusal}") from None
