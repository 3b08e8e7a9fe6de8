"""The product model as it stands in a TOML file: groups, options, rules, tables, base models.

Every problem is reported at its place in the document; the caller decides when to stop (`Document.finish`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from configurator.engine.alphabet import ALPHABETS
from configurator.engine.answers.shortfalls import comparisons
from configurator.engine.choices import Choice, plain
from configurator.engine.conditions import Circular, depths, spoken_of
from configurator.engine.file.document import Document, ProductFileError, Section
from configurator.engine.file.names import Names
from configurator.engine.language import Formula, SyntaxProblem, parse
from configurator.engine.model import (
    Bar,
    BarKind,
    BaseModel,
    Group,
    Kind,
    Option,
    ProductModel,
    Review,
    Rule,
    Scale,
    Table,
    Texts,
)
from configurator.engine.solving.slots import Space

MOST_VALUES = 2000
MOST_IN_ALL = 20_000
"""Values of all questions of a product together: each number, and each quantity of each option."""
MOST_RULES = 10_000
MOST_BASES = 200
MOST_ROWS = 10_000
MOST_EXPRESSION = 4000
MOST_DAYS = 999
MOST_REVIEWS = 200
MEGABYTE = 1_000_000
MOST_MEGABYTES = 20
_PLACE = re.compile(r"\{([^{}]*)\}")


def read_model(document: Document) -> ProductModel:
    """The product model in `document`. Where a part is broken it is left out and the problem reported."""
    product = document.root.section("product", required=True)
    if document.root.integer("format", 1) != 1:
        document.root.report("format", "this shop reads format 1")
    code = product.name("code") if product else ""
    label = product.text("label", required=True) if product else {}
    document.locales = tuple(label)
    sections = document.root.sections("groups")
    groups = tuple(_group(section) for section in sections)
    if not groups:
        document.report((), "a product needs at least one group")
    _count_values(document, groups)
    names = Names(ProductModel(code, label, groups))
    groups = _with_conditions(groups, sections, names)
    model = ProductModel(code, label, groups)
    rules = tuple(rule for section in _few(document, "rules", MOST_RULES) if (rule := _rule(section, names)))
    tables = tuple(table for section in _few(document, "tables", MOST_RULES) if (table := _table(section, names)))
    space = Space(model)
    bases = tuple(_base(section, space) for section in _few(document, "bases", MOST_BASES))
    days = (product.integer("lead_days", 0, most=MOST_DAYS) or 0) if product else 0
    reviews = tuple(
        review for section in _few(document, "reviews", MOST_REVIEWS) if (review := _review(section, names))
    )
    return ProductModel(code, label, groups, rules, tables, bases, days, reviews)


def _few(document: Document, key: str, most: int) -> list[Section]:
    """The tables under `key`; raises `ProductFileError` where there are more than any product needs."""
    sections = document.root.sections(key)
    if len(sections) > most:
        document.report((key,), f"a product has at most {most} {key}")
        raise ProductFileError(document.name, document.problems)
    return sections


def _count_values(document: Document, groups: Iterable[Group]) -> None:
    """Report the group with which a product has more values than a page can bear; raises `ProductFileError`."""
    count = 0
    for group in groups:
        count += sum(len(option.quantities) for option in group.options)
        count += group.scale.count if group.scale else 0
        message = ""
        if count > MOST_IN_ALL:
            message = f"numbers and quantities have more than {MOST_IN_ALL} values together: take coarser steps"
        elif group.kind is Kind.ONE and sum(len(option.quantities) for option in group.options) > MOST_VALUES:
            message = f"more than {MOST_VALUES} options of which one is chosen"
        if message:
            document.report(("groups", group.code), message)
            raise ProductFileError(document.name, document.problems)


def read_formula(section: Section, key: str, names: Names) -> Formula | None:
    """The expression at `key`, with every name in it known; None (and a problem) otherwise."""
    text = section.string(key, required=True)
    if not text:
        return None
    if len(text) > MOST_EXPRESSION:
        section.report(key, f"an expression has at most {MOST_EXPRESSION} characters")
        return None
    try:
        formula = parse(text)
    except SyntaxProblem as problem:
        section.report(key, problem.message, problem.offset)
        return None
    unknown = list(names.unknown(formula))
    for offset, message in unknown:
        section.report(key, message, offset)
    return None if unknown else formula


def _group(section: Section) -> Group:
    kind = Kind(section.string("kind", "one", required=True, among=[kind.value for kind in Kind]))
    asked = kind in (Kind.NUMBER, Kind.TEXT, Kind.FILE)
    options = tuple(_option(inner) for inner in section.sections("options")) if "options" in section else ()
    if not asked and not options:
        section.report("", "this kind of group needs options")
    if asked and options:
        section.report("options", f'a group of kind "{kind}" has no options')
    if not asked and section.flag("personal"):
        section.report("personal", "only numbers, texts and files can be personal: options stand in addresses")
    if not asked and section.flag("required"):
        section.report("required", "only numbers, texts and files can be required: options have defaults")
    least = section.integer("min", 0) or 0 if kind is Kind.SOME else 0
    most = section.integer("max", None, least=least) if kind is Kind.SOME else None
    return Group(
        section.code,
        kind,
        section.text("label", required=True),
        options,
        least,
        most,
        _scale(section) if kind is Kind.NUMBER else None,
        section.text("unit") if kind is Kind.NUMBER else {},
        (section.integer("max_length", 40, least=1, most=1000) or 40) if kind is Kind.TEXT else 0,
        section.flag("personal") or kind in (Kind.TEXT, Kind.FILE),
        section.flag("required"),
        alphabet=_alphabet(section) if kind is Kind.TEXT else (),
        most_bytes=_most_bytes(section) if kind is Kind.FILE else 0,
    )


def _alphabet(section: Section) -> tuple[str, ...]:
    """The sets of characters that a text may be of; none where it may be anything printable."""
    names = tuple(dict.fromkeys(section.string("alphabet").split()))
    known = ", ".join(ALPHABETS)
    for name in names:
        if name not in ALPHABETS:
            near = Names.near(name, ALPHABETS)
            section.report("alphabet", f'there is no alphabet "{name}"{near}: expected some of {known}')
    if "alphabet" in section and not names:
        section.report("alphabet", f"an alphabet has at least one set of characters: {known}")
    return tuple(name for name in names if name in ALPHABETS)


def _most_bytes(section: Section) -> int:
    section.string("accept", "image", among=["image"])
    return MEGABYTE * (section.integer("most_mb", 8, least=1, most=MOST_MEGABYTES) or 8)


def _with_conditions(groups: Sequence[Group], sections: Sequence[Section], names: Names) -> tuple[Group, ...]:
    """The groups with the conditions under which they exist; one that comes round to itself is left out."""
    read = tuple(_conditional(group, section, names) for group, section in zip(groups, sections, strict=True))
    try:
        depths(replace(names.model, groups=read))
    except Circular as circle:
        for section in sections:
            if section.code in circle.groups:
                said = " -> ".join((*circle.groups, circle.groups[0]))
                section.report("when", f"a group cannot depend on whether it exists itself: {said}")
        return tuple(groups)
    return read


def _conditional(group: Group, section: Section, names: Names) -> Group:
    if "when" not in section:
        return group
    formula = read_formula(section, "when", names)
    return replace(group, when=formula, when_message=section.text("when_message", required=True))


def _scale(section: Section) -> Scale | None:
    least, most = section.decimal("min", required=True), section.decimal("max", required=True)
    step = section.decimal("step") if "step" in section else Decimal(1)
    if least is None or most is None or step is None:
        return None
    if step <= 0:
        section.report("step", "a step is more than 0")
    elif most < least:
        section.report("max", f"the range ends before it begins: max is less than min ({plain(least)})")
    elif (most - least) % step:
        section.report("step", f"the range from {plain(least)} to {plain(most)} is no multiple of the step")
    elif (most - least) / step >= MOST_VALUES:
        section.report("step", f"more than {MOST_VALUES} values: take a coarser step")
    else:
        return Scale(least, most, step)
    return None


def _option(section: Section) -> Option:
    attributes = {}
    for name, inner in section.items("attributes"):
        value = inner.decimal(name)
        attributes[name] = value or Decimal(0)
    counts = section.section("quantity")
    quantities: tuple[int, ...] = (1,)
    if counts is not None:
        least = counts.integer("min", 1, least=1, most=999) or 1
        most = counts.integer("max", None, least=least, most=999)
        if most is None:
            counts.report("", '"max" is missing or out of range: expected a whole number')
        quantities = tuple(range(least, (most or least) + 1, counts.integer("step", 1, least=1, most=999) or 1))
    label, days = section.text("label", required=True), section.integer("lead_days", 0, most=MOST_DAYS) or 0
    return Option(section.code, label, attributes, quantities, tuple(_bars(section)), days)


def _bars(section: Section) -> Iterable[Bar]:
    unavailable = section.section("unavailable")
    if unavailable is not None:
        kinds = [BarKind.STOCK.value, BarKind.RETIRED.value, BarKind.STAFF.value]
        kind = unavailable.string("kind", BarKind.STOCK.value, required=True, among=kinds)
        yield Bar(BarKind(kind), unavailable.text("note"))
    starts, ends = section.date("from"), section.date("until")
    if starts is not None:
        yield Bar(BarKind.NOT_YET, day=starts)
    if ends is not None:
        yield Bar(BarKind.ENDED, day=ends)
    if "regions" in section:
        yield Bar(BarKind.REGION, regions=frozenset(section.strings("regions")))


def _rule(section: Section, names: Names) -> Rule | None:
    formula = read_formula(section, "rule", names)
    message = section.text("message", required=True)
    if formula is None:
        return None
    return Rule(section.code, formula, message, _figures(section, formula))


def _review(section: Section, names: Names) -> Review | None:
    formula = read_formula(section, "when", names)
    message = section.text("message", required=True)
    if formula is None:
        return None
    if not any(spoken_of(names.model, formula)):
        section.report("when", "a review speaks of at least one question")
    return Review(section.code, formula, message)


def _figures(section: Section, formula: Formula) -> Texts:
    """What is said of a comparison that fails, with places for its two sides."""
    figures = section.text("figures")
    if figures and not any(comparisons(formula)):
        section.report("figures", "only a rule that compares has figures")
    for place in sorted({place for text in figures.values() for place in _PLACE.findall(text)} - {"needs", "has"}):
        section.report("figures", f'there is no "{{{place}}}" here: expected {{needs}} or {{has}}')
    return figures


def _table(section: Section, names: Names) -> Table | None:
    message = section.text("message", required=True)
    codes = section.strings("groups", required=True)
    groups = []
    for index, code in enumerate(codes):
        group = names.model.group(code)
        if group is None or group.kind is not Kind.ONE:
            problem = (
                f'"{code}" is no one-of group{names.near_group(code)}'
                if group is None
                else f'"{code}" is not a one-of group'
            )
            section.document.report((*section.path, "groups", index), problem)
        else:
            groups.append(group)
    if len(set(codes)) < len(codes) or not codes:
        section.report("groups", "a table names each group once" if codes else "a table names at least one group")
        return None
    allow = "allow" in section
    if allow == ("forbid" in section):
        section.report("", 'a table has either "allow" or "forbid"')
        return None
    key = "allow" if allow else "forbid"
    rows = section.raw(key)
    if not isinstance(rows, list) or len(groups) < len(codes):
        if not isinstance(rows, list):
            section.report(key, f'"{key}" must be a list of rows')
        return None
    if len(rows) > MOST_ROWS:
        section.report(key, f"a table has at most {MOST_ROWS} rows")
        return None
    columns = {group.code: {option.code for option in group.options} for group in groups}
    read = tuple(_row(section, key, index, row, columns) for index, row in enumerate(rows))
    return Table(section.code, tuple(codes), read, allow, message)


def _row(
    section: Section, key: str, index: int, row: object, columns: Mapping[str, set[str]]
) -> tuple[frozenset[str], ...]:
    """The cells of a row; `columns` are the groups, each with the codes of its options."""
    path = (*section.path, key, index)
    if not isinstance(row, list) or len(row) != len(columns) or not all(isinstance(cell, str) for cell in row):
        section.document.report(path, f"a row has {len(columns)} texts, one for each group")
        return tuple(frozenset() for _ in columns)
    cells = []
    for column, (cell, (group, known)) in enumerate(zip(row, columns.items(), strict=True)):
        wanted = known if cell.strip() == "*" else {part.strip() for part in cell.split("|")}
        for code in sorted(wanted - known):
            message = f'"{code}" is no option of "{group}"{Names.near(code, known)}'
            section.document.report((*path, column), message)
        cells.append(frozenset(wanted & known))
    return tuple(cells)


def _base(section: Section, space: Space) -> BaseModel:
    defaults = []
    for index, text in enumerate(section.strings("defaults", required=True)):
        choice = Choice.parse(text)
        if choice is None or space.choice_mask(choice) is None:
            message = f'"{text}" is no choice of this product: expected group.option, group.option:2 or group:820'
            section.document.report((*section.path, "defaults", index), message)
        elif choice.amount == 0 and choice.option is not None:
            section.document.report((*section.path, "defaults", index), "a default says what is in, not what is out")
        else:
            defaults.append(choice)
    return BaseModel(section.code, section.text("label", required=True), tuple(defaults))
