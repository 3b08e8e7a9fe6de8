"""Each model is measured in a process of its own, so that neither memory nor warmth adds up, and can be ended."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from dataclasses import asdict
from pathlib import Path

import click

from app.core import clock
from configurator.benching.figures import Figures
from configurator.benching.measuring import Measuring, Plan
from configurator.engine.model import Facts
from configurator.foreign import REGION, in_words

PATIENCE = 30.0
"""Seconds beyond the planned ones: for starting, reading the file, and a question that was begun in time."""
LONGEST_LINE = 1 << 24


def measured(file: Path, plan: Plan) -> Figures:
    """What could be measured of the model in `file`; raises `ClickException` where it cannot be used."""
    return asyncio.run(_watch(file, plan))


async def _watch(file: Path, plan: Plan) -> Figures:
    """Each line of the process is all the figures so far, or a refusal."""
    command = (sys.executable, "-m", __name__, str(file), json.dumps(asdict(plan)))
    process = await create_subprocess_exec(*command, stdout=PIPE, limit=LONGEST_LINE)
    figures, late = Figures(file.stem), False
    try:
        async with asyncio.timeout(plan.seconds + PATIENCE):
            while process.stdout and (line := await process.stdout.readline()):
                said = json.loads(line)
                if isinstance(said, str):
                    await process.wait()
                    raise click.ClickException(said)
                figures = Figures.read(said)
    except TimeoutError:
        late = True
        process.kill()
    if await process.wait() and not late:
        raise click.ClickException(f"{file}: measuring broke off")
    return figures


def _measure(file: Path, plan: Plan) -> None:
    """In the process of its own."""

    def say(said: object) -> None:
        click.echo(json.dumps(said))

    try:
        with in_words(file):
            Measuring(file, plan, Facts(clock.today(), REGION), lambda figures: say(asdict(figures))).run()
    except click.ClickException as refusal:
        say(refusal.message)


if __name__ == "__main__":
    _measure(Path(sys.argv[1]), Plan(**json.loads(sys.argv[2])))
