"""Where pictures are named: in answers, which are JSON."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, String, column, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class EachText(FunctionElement[Any]):
    """The keys and values of a JSON object of texts, as rows."""

    name = "each_text"
    inherit_cache = True


@compiles(EachText)
def _in_postgresql(element: EachText, compiler: SQLCompiler, **how: Any) -> str:
    return f"json_each_text({compiler.process(element.clauses, **how)})"


@compiles(EachText, "sqlite")
def _in_sqlite(element: EachText, compiler: SQLCompiler, **how: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **how)})"


def told_in(rows: type[Any], answers: SQLColumnExpression[Any], *where: ColumnElement[bool]) -> Select[str]:
    """Every answer that stands in the column `answers` (group to text) of those `rows`: the pictures among others."""
    told = EachText(answers).table_valued(column("key", String), column("value", String))
    return select(told.c.value).select_from(rows).join(told, true()).where(told.c.value.is_not(None), *where)
