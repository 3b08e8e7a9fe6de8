"""The command ``atelier check``: what a product file or another model holds, and what its author should look at."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from app.core import clock
from configurator import foreign
from configurator.engine.file.document import Problem, ProductFileError
from configurator.engine.formats import NATIVE
from configurator.engine.model import ProductModel
from configurator.engine.review.counting import NotCounted, count_products
from configurator.engine.review.findings import Finding, by_code
from configurator.publishing.check import Checked
from configurator.publishing.check import check as check_source

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MOST_ALIKE = 20
"""So many findings of one sort are told in words; with --json all are."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is said of a fit file: what it is, what was found, each with its place as far as it is known."""

    file: Path
    title: str
    model: ProductModel
    findings: Sequence[tuple[Finding, tuple[int, ...]]]
    unexamined: Sequence[str]

    @classmethod
    def of(cls, file: Path, checked: Checked) -> Report:
        """The report on a product file."""
        title = f"{checked.file.code} {checked.file.content_hash[:12]}"
        diagnosis = checked.diagnosis
        placed = list(zip(diagnosis.findings, checked.places, strict=True))
        return cls(file, title, checked.file.model, placed, diagnosis.unexamined)

    def lines(self) -> Iterator[str]:
        """The report in words."""
        model = self.model
        options = sum(1 for _ in model.options())
        rules = len(model.rules) + len(model.tables)
        yield f"{self.file}: {self.title}, {len(model.groups)} groups, {options} options, {rules} rules"
        told: Counter[str] = Counter()
        for finding, place in self.findings:
            told[finding.fault] += 1
            if told[finding.fault] <= MOST_ALIKE:
                yield f"{':'.join(map(str, (self.file, *place)))}: {finding.message}"
        for fault, count in told.items():
            if count > MOST_ALIKE:
                yield f"{self.file}: {count - MOST_ALIKE} more of the kind {fault}, which --json tells"
        for words in self.unexamined:
            yield f"{self.file}: not looked at: {words}"

    def as_json(self) -> dict[str, object]:
        """The report for programs."""
        model = self.model
        return {
            "model": model.code,
            "groups": len(model.groups),
            "options": sum(1 for _ in model.options()),
            "rules": len(model.rules) + len(model.tables),
            "findings": [_finding(finding, place) for finding, place in self.findings],
            "unexamined": list(self.unexamined),
        }


def _finding(finding: Finding, place: tuple[int, ...]) -> dict[str, object]:
    found = {"fault": finding.fault.value, "of": by_code(finding.path), "message": finding.message}
    return {**found, **dict(zip(("line", "column"), place, strict=False))}


@click.command()
@click.argument("file", type=FILE)
@click.option("--count", is_flag=True, help="Say how many products there are, bars apart")
@click.option("--seconds", default=60.0, show_default=True, help="How long counting may take")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines")
def check(file: Path, count: bool, seconds: float, as_json: bool) -> None:
    """Read FILE and say everything that is wrong with it, or what it holds and what in it is odd.

    A product file, or a model in another form: UVL, DIMACS, XCSP or COOM, by the ending of its name. An option in
    another quantity counts as another product, and so does a text that is given.
    """
    try:
        report = _report(file)
    except ProductFileError as error:
        if as_json:
            click.echo(json.dumps({"problems": [_problem(each) for each in error.problems]}, ensure_ascii=False))
            raise SystemExit(1) from None
        raise click.ClickException(f"this {_kind(file)} cannot be used:\n{error}") from None
    products = _counted(report.model, seconds) if count else None
    if as_json:
        counted = {"products": products} if count else {}
        click.echo(json.dumps({**report.as_json(), **counted}, ensure_ascii=False))
        return
    for line in report.lines():
        click.echo(line)
    if count:
        click.echo(f"{file}: {f'{products} products' if products is not None else f'not counted in {seconds:g} s'}")


def _report(file: Path) -> Report:
    if file.suffix.lower() == NATIVE:
        return Report.of(file, read_and_check(file))
    model, diagnosis = foreign.diagnosed(file)
    placed = [(finding, foreign.place(finding)) for finding in diagnosis.findings]
    return Report(file, model.code, model, placed, diagnosis.unexamined)


def read_and_check(file: Path) -> Checked:
    """The product file, checked; raises `ProductFileError`."""
    try:
        source = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        problem = Problem(1, 1, f"not UTF-8: {error.reason} at byte {error.start}")
        raise ProductFileError(str(file), [problem]) from None
    return check_source(source, str(file), clock.today())


def _kind(file: Path) -> str:
    return "product file" if file.suffix.lower() == NATIVE else "model"


def _problem(problem: Problem) -> dict[str, object]:
    return {"line": problem.line, "column": problem.column, "message": problem.message}


def _counted(model: ProductModel, seconds: float) -> int | None:
    end = time.monotonic() + seconds
    try:
        return count_products(model, lambda: time.monotonic() < end)
    except NotCounted:
        return None
