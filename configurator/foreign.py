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
from configurator.engine.file.document import Problem, ProductFileError
from configurator.engine.formats import read_model_file
from configurator.engine.formats.codes import OwnNames, UnknownName, stated
from configurator.engine.formats.words import called
from configurator.engine.model import Facts, ProductModel
from configurator.engine.review import findings
from configurator.engine.review.findings import Diagnosis, Finding, Spoken, by_code
from configurator.engine.solving.lowering import TooLarge
from configurator.engine.solving.solver import Exhausted
from configurator.engine.verdict import Standing, Unbuildable, Verdict

REGION = ""
"""Such a model is the same everywhere."""
WORK = 100_000_000
"""Steps that a diagnosis takes at most."""


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


def diagnosed(file: Path) -> tuple[ProductModel, Diagnosis]:
    """A model and what its author should know of it, in its own names; raises `ProductFileError`."""
    model = read_model_file(file)
    with as_problems(file):
        compiled = CompiledProduct(model)
        with compiled.bounded(WORK):
            return model, compiled.diagnosis(WORK, _spoken(model), lambda rule: stated(rule) is not None)


def place(finding: Finding) -> tuple[int, ...]:
    """The line of a finding, where the form of the file keeps it."""
    line = stated(str(finding.path[1])) if finding.path[0] != "groups" else None
    return () if line is None else (line,)


def _spoken(model: ProductModel) -> Spoken:
    """What a model calls its options, groups and rules."""
    names = OwnNames(model)
    options = {code: name for name, code in names.codes.items()}
    messages = {rule.code: called(rule.message) for rule in model.rules}

    def spoken(path: findings.Path) -> str:
        code = by_code(path)
        if path[0] == "groups":
            return options[code] if len(path) > 2 else names.titles[code]
        return messages.get(code, code) if path[0] == "rules" else code

    return spoken


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
        with as_problems(file):
            yield
    except ProductFileError as error:
        raise click.ClickException(f"this model cannot be used:\n{error}") from None
    except UnknownName as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def as_problems(file: Path) -> Iterator[None]:
    """Raises `ProductFileError` where the engine cannot answer for the model in `file`."""
    try:
        yield
    except Unbuildable as refusal:
        reasons = "\n".join(f"- {called(cause.message) if cause.message else cause.rule}" for cause in refusal.causes)
        message = f"nothing can be built, as these contradict each other:\n{reasons}"
        raise ProductFileError(str(file), [Problem(1, 1, message)]) from None
    except TooLarge as refusal:
        message = f"{by_code(refusal.path)}: {refusal}" if refusal.path else str(refusal)
        raise ProductFileError(str(file), [Problem(1, 1, message)]) from None
    except Exhausted:
        message = "whether this can be built takes too long to find out"
        raise ProductFileError(str(file), [Problem(1, 1, message)]) from None
