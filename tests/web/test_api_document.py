"""docs/api.md says what is: every example in it is run, and answers what stands below it."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine

from tests.support.apps import SHOP
from tests.support.visitors import Visitor

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"
LOCAL = "http://127.0.0.1:8000"
EXAMPLE = re.compile(r"```sh\n(.*?)```\s*```json\n(.*?)```", re.DOTALL)
EXAMPLES = EXAMPLE.findall(DOCUMENT.read_text(encoding="utf-8"))


def missing(shown: Any, answer: Any, at: str = "$") -> Iterator[str]:
    """What is shown and is not so: of objects some keys are shown, of lists some elements, in their order."""
    if isinstance(shown, dict) and isinstance(answer, dict):
        for key, value in shown.items():
            yield from missing(value, answer[key], f"{at}.{key}") if key in answer else [f"{at}.{key}"]
    elif isinstance(shown, list) and isinstance(answer, list):
        left = iter(answer)
        for number, value in enumerate(shown):
            if not any(not list(missing(value, each)) for each in left):
                yield f"{at}[{number}]"
        if not shown and answer:
            yield f"{at} is not empty"
    elif shown != answer:
        yield f"{at} is {answer!r}"


def test_there_is_an_example_of_everything():
    assert len(EXAMPLES) == DOCUMENT.read_text(encoding="utf-8").count("```sh") == 5


@pytest.mark.parametrize(("command", "shown"), EXAMPLES)
async def test_an_example_is_answered_as_it_says(shopper: Visitor, command: str, shown: str):
    program, address, *options = shlex.split(command.replace("\\\n", ""))
    path = address.removeprefix(LOCAL)
    with time_machine.travel("2026-12-01", tick=False):
        if options:
            assert options[0] == "--json"
            answer = await shopper.client.post(path, json=json.loads(options[1]))
        else:
            answer = await shopper.client.get(path)

    assert program == "curl"
    assert list(missing(json.loads(shown.replace(LOCAL, SHOP)), answer.json())) == []


async def test_every_address_that_it_names_is_there(shopper: Visitor):
    named = re.findall(r"^\| `(/[^`]*)`", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)

    assert len(named) == 7
    for path in named:
        if not path.startswith(("/specs", "/embed")):
            answer = await shopper.client.get(urlsplit(path.replace("{product}", "ebike")).path)
            assert answer.status_code == 200, path


async def test_the_interface_is_asked_nothing_that_is_not_described(shopper: Visitor):
    described = (await shopper.client.get("/schema/openapi.json")).json()["paths"]
    templates = [re.sub(r"\{\w+\}", r"[^/]+", path) for path in described]
    for command, _ in EXAMPLES:
        path = urlsplit(shlex.split(command)[1]).path.removeprefix("/en")
        assert any(re.fullmatch(template, path) for template in templates), path
