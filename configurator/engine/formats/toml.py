"""A product model as a native product file: what the engine knows of a product, without prices, pictures and words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from configurator.engine.choices import plain
from configurator.engine.file.modelfile import MEGABYTE
from configurator.engine.formats.notation import RuleNotation
from configurator.engine.model import Bar, BarKind, Group, Kind, Option, ProductModel, Table

_KEY = re.compile(r"[A-Za-z0-9_-]+")


def write_toml(model: ProductModel) -> str:
    """The product file of `model`; `modelfile.read_model` makes the same model of it.

    Raises ValueError for what a product file cannot say: quantities without a common step, two bars of a kind.
    """
    notation = RuleNotation()
    lines = ["format = 1", "", "[product]", f"code = {_value(model.code)}", f"label = {_value(model.label)}"]
    lines += [f"lead_days = {model.lead_days}"] if model.lead_days else []
    for base in model.bases:
        lines += ["", f"[bases.{base.code}]", f"label = {_value(base.label)}"]
        lines.append(f"defaults = {_value(map(str, base.defaults))}")
    for group in model.groups:
        lines += ["", f"[groups.{group.code}]", *_group(group)]
        for option in group.options:
            lines += ["", f"[groups.{group.code}.options.{option.code}]", *_option(option)]
    for rule in model.rules:
        lines += ["", f"[rules.{rule.code}]", f"rule = {_value(notation.formula(rule.formula))}"]
        lines.append(f"message = {_value(rule.message)}")
        lines += [f"figures = {_value(rule.figures)}"] if rule.figures else []
    for table in model.tables:
        lines += ["", f"[tables.{table.code}]", *_table(table, model)]
    for review in model.reviews:
        lines += ["", f"[reviews.{review.code}]", f"when = {_value(notation.formula(review.when))}"]
        lines.append(f"message = {_value(review.message)}")
    return "\n".join(lines) + "\n"


def _group(group: Group) -> Iterator[str]:
    yield f"kind = {_value(group.kind.value)}"
    yield f"label = {_value(group.label)}"
    if group.kind is Kind.SOME and group.least:
        yield f"min = {group.least}"
    if group.kind is Kind.SOME and group.most is not None:
        yield f"max = {group.most}"
    if group.scale is not None:
        yield f"min = {_value(group.scale.least)}"
        yield f"max = {_value(group.scale.most)}"
        yield f"step = {_value(group.scale.step)}"
    if group.unit:
        yield f"unit = {_value(group.unit)}"
    yield from _limits(group)
    if group.personal:
        yield "personal = true"
    if group.required:
        yield "required = true"
    if group.when is not None:
        yield f"when = {_value(RuleNotation().formula(group.when))}"
        yield f"when_message = {_value(group.when_message)}"


def _limits(group: Group) -> Iterator[str]:
    if group.kind is Kind.TEXT:
        yield f"max_length = {group.max_length}"
    if group.alphabet:
        yield f"alphabet = {_value(' '.join(group.alphabet))}"
    if group.kind is Kind.FILE and group.most_bytes:
        yield f"most_mb = {group.most_bytes // MEGABYTE}"


def _option(option: Option) -> Iterator[str]:
    yield f"label = {_value(option.label)}"
    if option.attributes:
        yield f"attributes = {_value(option.attributes)}"
    if option.quantities != (1,):
        least, most = option.quantities[0], option.quantities[-1]
        step = option.quantities[1] - least if len(option.quantities) > 1 else 1
        if option.quantities != tuple(range(least, most + 1, step)):
            raise ValueError(f'the quantities of "{option.code}" have no common step')
        yield f"quantity = {{ min = {least}, max = {most}, step = {step} }}"
    if option.lead_days:
        yield f"lead_days = {option.lead_days}"
    yield from _bars(option)


def _bars(option: Option) -> Iterator[str]:
    lines = [_bar(bar) for bar in option.bars]
    if len({line.split(" ")[0] for line in lines}) < len(lines):
        raise ValueError(f'"{option.code}" is barred twice in the same way')
    yield from lines


def _bar(bar: Bar) -> str:
    match bar.kind:
        case BarKind.NOT_YET:
            return f"from = {bar.day}"
        case BarKind.ENDED:
            return f"until = {bar.day}"
        case BarKind.REGION:
            return f"regions = {_value(sorted(bar.regions))}"
    note = f", note = {_value(bar.note)}" if bar.note else ""
    return f"unavailable = {{ kind = {_value(bar.kind.value)}{note} }}"


def _table(table: Table, model: ProductModel) -> Iterator[str]:
    yield f"groups = {_value(table.groups)}"
    yield f"{'allow' if table.allow else 'forbid'} = ["
    columns = [[option.code for option in model[code].options] for code in table.groups]
    for row in table.rows:
        cells = zip(row, columns, strict=True)
        texts = [
            "*" if len(cell) == len(column) else "|".join(c for c in column if c in cell) for cell, column in cells
        ]
        yield f"  {_value(texts)},"
    yield "]"
    yield f"message = {_value(table.message)}"


def _value(value: str | Decimal | Mapping[str, str] | Mapping[str, Decimal] | Iterable[str]) -> str:
    """A value in TOML: a text, a number, a table in one line, a list of texts."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(key)} = {_value(each)}' for key, each in value.items())} }}"
    return f"[{', '.join(map(_value, value))}]"


def _key(key: str) -> str:
    return key if _KEY.fullmatch(key) else _value(key)
