"""Products in COOM, the configuration object model (coom-lang.org), as far as its products are finite; read only.

A part that is chosen from an enumeration is a one-of group, a number is a number group, each for every piece that
there can be (see `parts`); what the behavior demands becomes rules and tables (see `statements`). Numbers are whole
unless an equation says otherwise. Defaults, preferences and what concerns a page are passed over.
"""

from __future__ import annotations

from collections.abc import Sequence

from configurator.engine.formats.coom.grammar import PRODUCT, read_file
from configurator.engine.formats.coom.grids import Grid
from configurator.engine.formats.coom.parts import Unfolded
from configurator.engine.formats.coom.statements import Equation, Statements
from configurator.engine.formats.source import Misread, Source
from configurator.engine.formats.sums import Sum
from configurator.engine.formats.words import named
from configurator.engine.model import ProductModel

MOST_ROUNDS = 20


def read_coom(text: str, name: str, code: str) -> ProductModel:
    """The model in `text`; raises `ProductFileError` with every problem found in it."""
    source = Source(text, name)
    file = read_file(source)
    if PRODUCT not in file.structures:
        source.report(source.start, "there is no product")
    source.finish()
    unfolded = Unfolded(source, file)
    statements = Statements(unfolded)
    for statement in file.statements:
        try:
            statements.read(statement)
        except Misread as problem:
            source.report(problem.place, problem.message)
    source.finish()
    _narrow(unfolded, statements.equations)
    groups = []
    for group in unfolded.groups:
        try:
            groups.append(unfolded.finished(group))
        except Misread as problem:
            source.report(problem.place, problem.message)
    source.finish()
    rules = (*unfolded.rules, *statements.rules)
    return ProductModel(code, named(code), tuple(groups), rules, tuple(statements.tables))


def _narrow(unfolded: Unfolded, equations: Sequence[Equation]) -> None:
    """Leave each number the values that its equations leave it, until nothing changes any more."""
    for _ in range(MOST_ROUNDS):
        changed = False
        for equation in equations:
            figures = unfolded.figures[equation.group]
            grid = _reached(unfolded, equation.sum)
            if grid is not None and figures.range is not None:
                grid = grid.within(*figures.range)
            if grid is not None and (figures.grid is None or grid.size < figures.grid.size):
                figures.grid = grid
                changed = True
        if not changed:
            return


def _reached(unfolded: Unfolded, total: Sum) -> Grid | None:
    """The values that a sum can come to; None where one of its numbers has no range yet."""
    found = Grid.single(total.constant)
    for term, factor in total.terms.items():
        each = unfolded.grid(term)
        if each is None:
            return None
        found = found.plus(each.times(factor))
    return found
