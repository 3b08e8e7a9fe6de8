"""The commands of the ``atelier`` command that work on product files."""

from __future__ import annotations

import asyncio
import difflib
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import click

from app.core import clock
from app.core.database import Database
from configurator import foreign
from configurator.checking import FILE, Report, read_and_check
from configurator.engine.answers.completion import Completion
from configurator.engine.choices import Choice, split
from configurator.engine.file.document import ProductFileError
from configurator.engine.formats import NATIVE
from configurator.engine.model import Facts, Kind, ProductModel
from configurator.engine.product import Product
from configurator.pricing.book import PriceBook
from configurator.pricing.destinations import book_at
from configurator.pricing.objective import objective
from configurator.pricing.quote import quote, taxed
from configurator.publishing.actions import publish as publish_source
from configurator.publishing.check import Checked


@click.command()
@click.argument("file", type=FILE)
@click.option("--choices", default="", help="Comma-separated, oldest first: group.option, group.option:2, group:820")
@click.option("--base", default="", help="Base model whose defaults fill the rest; the first one without it")
@click.option("--region", default="", help="Region or country whose prices count; the first region without it")
@click.option("--cheapest", is_flag=True, help="And the cheapest product with the choices")
@click.option("--dearest", is_flag=True, help="And the dearest product with the choices")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines")
def verdict(file: Path, choices: str, base: str, region: str, cheapest: bool, dearest: bool, as_json: bool) -> None:
    """Print the state of every option of the product in FILE under the choices.

    With - before it, an option is "certainly not". A model in another form is asked by its own names: "Name A,-Name B";
    a name that holds a comma stands in double quotes, in which a double quote is written twice.
    """
    if file.suffix.lower() != NATIVE:
        if base or region or cheapest or dearest:
            raise click.UsageError("only product files have base models, regions and prices")
        foreign.verdict(file, choices, as_json)
        return
    checked = _checked(file)
    book = book_at(checked.file.prices, region, clock.today())
    facts = Facts(clock.today(), book.region)
    texts = [_choice(checked, text) for text in split(choices)]
    said = checked.compiled.propose(texts, facts, base)
    ends: dict[str, Completion] = {}
    if cheapest:
        ends["cheapest"] = checked.compiled.cheapest(texts, facts, objective(book, checked.file.model), base)
    if dearest:
        ends["dearest"] = checked.compiled.dearest(texts, facts, objective(book, checked.file.model), base)
    total = quote(book, said.product).total
    options = [option for group in said.groups for option in group.options]
    numbers = [group for group in said.groups if checked.file.model[group.code].kind is Kind.NUMBER]
    absent = [group.code for group in said.groups if not group.present]
    days = checked.file.model.wait(said.product)
    if as_json:
        answer = {
            "product": checked.file.code,
            "choices": list(map(str, said.choices)),
            "dropped": [each.text for each in said.dropped],
            "complete": said.complete,
            "total": total,
            "currency": book.currency,
            "groups": {group.code: group.state.value for group in said.groups},
            "options": {
                option.code: {
                    "state": option.state.value,
                    "quantity": option.quantity,
                    "causes": [{"rule": c.rule, "choices": list(map(str, c.choices))} for c in option.causes],
                }
                for option in options
            },
            "numbers": {
                group.code: {name: _figure(getattr(group, name)) for name in ("value", "least", "most")}
                for group in numbers
            },
            "absent": absent,
            "lead_days": days,
            **{name: _end(end, checked, book) for name, end in ends.items()},
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for option in options:
        causes = (
            ", ".join([cause.rule for cause in option.causes] + [str(c) for c in option.causes[-1].choices])
            if option.causes
            else ""
        )
        click.echo(f"{option.code:32} {option.state:8} {causes}".rstrip())
    for group in numbers:
        within = f"{group.value if group.present else '-'} ({group.least} to {group.most})"
        click.echo(f"{group.code:32} {group.state:8} {within if group.least is not None else ''}".rstrip())
    for code in absent:
        click.echo(f"{code:32} does not exist here")
    click.echo(f"total {total} minor units of {book.currency}" + (f", {days} days" if days else ""))
    for name, end in ends.items():
        bound = "" if end.proven else f" (not proven; none goes beyond {taxed(book, end.bound)})"
        answers = (
            str(choice) for choice in _answers(checked.file.model, end.product) if choice.amount or not choice.option
        )
        click.echo(f"{name} {taxed(book, end.cost)}{bound}: {', '.join(answers)}")


def _choice(checked: Checked, text: str) -> str:
    """A choice as the engine writes it: with - before it, it is certainly not."""
    spelled = f"{text[1:].strip()}:0" if text.startswith("-") else text
    if checked.compiled.known(spelled) is None:
        codes = [f"{group.code}.{option.code}" for group, option in checked.file.model.options()]
        near = difflib.get_close_matches(text.strip("- "), [*codes, *(g.code for g in checked.file.model.groups)], 1)
        raise click.ClickException(f'this product has no "{text}"' + (f', did you mean "{near[0]}"?' if near else ""))
    return spelled


def _end(end: Completion, checked: Checked, book: PriceBook) -> dict[str, object]:
    """The cheapest or the dearest product, as the choices that make it; `bound` is what none goes beyond."""
    choices = [str(choice) for choice in _answers(checked.file.model, end.product)]
    return {
        "total": taxed(book, end.cost),
        "bound": taxed(book, end.bound),
        "proven": end.proven,
        "choices": choices,
    }


def _answers(model: ProductModel, product: Product) -> Iterator[Choice]:
    for group, option in model.options():
        pieces = product.pieces(group.code, option.code)
        if pieces or group.kind is Kind.SOME:
            yield Choice(group.code, option.code, Decimal(pieces))
    for code, value in product.numbers.items():
        yield Choice(code, None, value)
    for code in sorted(product.texts):
        yield Choice(code, None, Decimal(1))


def _figure(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


async def publish_files(database_url: str, files: list[Path]) -> list[Checked]:
    """Publish every file, all of them or none; raises `ProductFileError` for the first with a problem."""
    database = Database(database_url)
    try:
        async with database.writing() as session:
            return [await publish_source(session, file.read_text(encoding="utf-8"), str(file)) for file in files]
    finally:
        await database.close()


def publish_or_explain(database_url: str, files: list[Path]) -> None:
    """Publish and report; a file with problems ends the command with all of them."""
    try:
        for checked, file in zip(asyncio.run(publish_files(database_url, files)), files, strict=True):
            for line in Report.of(file, checked).lines():
                click.echo(line)
    except (ProductFileError, UnicodeDecodeError) as error:
        raise click.ClickException(f"nothing was published:\n{error}") from None


def _checked(file: Path) -> Checked:
    try:
        return read_and_check(file)
    except ProductFileError as error:
        raise click.ClickException(f"this product file cannot be used:\n{error}") from None
