"""The commands of the ``atelier`` command that measure the engine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from app.core import clock
from configurator import foreign
from configurator.benching.apart import measured
from configurator.benching.measuring import Plan
from configurator.benching.sold import Refused, Replaying, read_sold
from configurator.engine.formats import NATIVE, READERS, read_model_file
from configurator.engine.model import Facts

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def bench() -> None:
    """Measure what this program does."""


@bench.command()
@click.argument("paths", type=click.Path(exists=True, path_type=Path), nargs=-1, required=True)
@click.option("--clicks", default=30, show_default=True, type=click.IntRange(1), help="Clicks of each shopper")
@click.option("--seeds", default=3, show_default=True, type=click.IntRange(1), help="Shoppers, each clicks at random")
@click.option("--seconds", default=60.0, show_default=True, type=click.FloatRange(0), help="Time for each model")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of words")
def engine(paths: tuple[Path, ...], clicks: int, seeds: int, seconds: float, as_json: bool) -> None:
    """Measure how quickly the engine answers on the models in PATHS: files in any of its forms, or folders of them.

    Shoppers add, replace and remove choices at random, never into a state that was asked for before. Plain domain: all
    that can still be chosen. Verdict: the states of all options as a page shows them, with the product that stands.
    Naive: one question to the solver for each value. Times are of the processor. What there was no time for is named.
    Exit status 1 if a model could not be used, or if an answer was wrong.
    """
    failed = False
    for file in _models(paths):
        try:
            figures = measured(file, Plan(clicks, seeds, seconds))
        except click.ClickException as refusal:
            failed = True
            refusal.show()
            continue
        failed = failed or bool(figures.wrong)
        for line in [json.dumps(figures.as_json(), ensure_ascii=False)] if as_json else figures.lines():
            click.echo(line)
    if failed:
        raise SystemExit(1)


def _models(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.suffix.lower() in (NATIVE, *READERS))
        else:
            yield path


@click.command()
@click.argument("model", type=FILE)
@click.argument("sold", type=FILE)
@click.option("--prefixes", default=300, show_default=True, type=click.IntRange(0), help="Replayed answer by answer")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of words")
def replay(model: Path, sold: Path, prefixes: int, as_json: bool) -> None:
    """Replay what was SOLD of MODEL: every product can be built, and each next answer is open at every step.

    SOLD has a line of questions, then a line of values for each product. Some products, evenly spread over the file,
    are replayed answer by answer in the order of the columns. Exit status 1 at the first that is refused.
    """
    with foreign.in_words(model):
        read = read_model_file(model)
        replaying = Replaying(read, Facts(clock.today(), foreign.REGION))
    try:
        done = replaying.replay(read_sold(sold, read), prefixes)
    except Refused as refusal:
        raise click.ClickException(f"{sold}: {refusal}") from None
    answer = {
        "model": read.code,
        "cars": done.cars,
        "stepped": done.stepped,
        "clicks": len(done.times.each),
        "click_ms": done.times.summary(),
    }
    if as_json:
        click.echo(json.dumps(answer))
        return
    click.echo(f"{sold}: all {done.cars} can be built")
    if done.times.each:
        figures = ", ".join(f"{name} {value:.2f}" for name, value in done.times.summary().items())
        click.echo(f"{done.stepped} of them answer by answer, {len(done.times.each)} clicks: {figures} ms")
