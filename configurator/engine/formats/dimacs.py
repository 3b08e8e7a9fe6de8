"""Feature models in DIMACS CNF: numbered variables, names for them in comments (``c 12 Name``), and clauses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from configurator.engine.formats.codes import FEATURES, Codes, OwnNames
from configurator.engine.formats.source import Source, Token
from configurator.engine.formats.sums import NEVER
from configurator.engine.formats.words import ABSENT, called, clause, named
from configurator.engine.language import Formula, Has, Not, Or
from configurator.engine.model import Group, Kind, Option, ProductModel, Rule
from configurator.engine.solving.lowering import MOST_CLAUSES, AtMost, Clause, Member
from configurator.engine.solving.rulebook import statements
from configurator.engine.solving.slots import Space

MOST_VARIABLES = 150_000
_NAMED = re.compile(r"c\s+(\d{1,9})\$?\s+(\S.*)")
_WORDS = re.compile(r"\S+")


def read_dimacs(text: str, name: str, code: str) -> ProductModel:
    """The model in `text`: each variable is an option of the group ``features``, each clause a rule.

    A variable without a name is called by its number. Raises `ProductFileError` with every problem found.
    """
    source = Source(text, name)
    names: dict[int, str] = {}
    clauses: list[list[int]] = []
    present: list[int] = []
    count: int | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("c"):
            found = _NAMED.match(line)
            if found:
                names[int(found[1])] = found[2].strip()
        elif line.startswith("p"):
            count = _header(source, line, number)
        elif line.startswith("%"):
            break
        else:
            for literal in _literals(source, line, number, count):
                if literal:
                    present.append(literal)
                else:
                    clauses.append(present)
                    present = []
    if present:
        clauses.append(present)
    if count is None:
        source.report(source.start, 'expected a line such as "p cnf 12 34": so many variables, so many clauses')
    source.finish()
    return _model(source, [names.get(number, str(number)) for number in range(1, (count or 0) + 1)], clauses, code)


def _header(source: Source, line: str, number: int) -> int:
    words = line.split()
    if len(words) == 4 and words[1] == "cnf" and words[2].isdigit() and int(words[2]) <= MOST_VARIABLES:
        return int(words[2])
    source.report(Token("", "", number, 1), f'expected "p cnf", at most {MOST_VARIABLES} variables, and the clauses')
    return 0


def _literals(source: Source, line: str, number: int, count: int | None) -> Iterator[int]:
    for word in _WORDS.finditer(line):
        place = Token("", word[0], number, word.start() + 1)
        if not re.fullmatch(r"-?\d{1,9}", word[0]):
            source.report(place, f'expected a whole number, found "{word[0]}"')
        elif count is not None and abs(int(word[0])) > count:
            source.report(place, f"there are {count} variables, found {word[0]}")
        else:
            yield int(word[0])


def _model(source: Source, names: Sequence[str], clauses: Sequence[Sequence[int]], code: str) -> ProductModel:
    codes, rule_codes = Codes(), Codes()
    options = tuple(Option(codes.take(name), named(name)) for name in names)
    for name, times in Counter(names).items():
        if times > 1:
            source.report(source.start, f'{times} variables are called "{name}"')
    source.finish()

    def said(literal: int) -> Formula:
        has = Has(FEATURES, options[abs(literal) - 1].code)
        return has if literal > 0 else Not(has)

    rules = []
    for number, literals in enumerate(clauses, start=1):
        needed = [names[literal - 1] for literal in literals if literal > 0]
        given = [names[-literal - 1] for literal in literals if literal < 0]
        parts = [said(literal) for literal in sorted(literals, key=lambda literal: literal > 0)]
        formula = Or(tuple(parts)) if len(parts) > 1 else (parts or [NEVER])[0]
        rules.append(Rule(rule_codes.take(f"clause {number}"), formula, clause(needed, given)))
    return ProductModel(code, named(code), (Group(FEATURES, Kind.SOME, named(FEATURES), options),), tuple(rules))


def write_dimacs(model: ProductModel) -> str:
    """The model as clauses over its options, and for each one-of group that may not exist a variable for that: so many
    products, so many solutions.

    Raises ValueError for what clauses cannot say (numbers, texts, quantities), or would say at too great a length.
    """
    for group in model.groups:
        if group.kind not in (Kind.ONE, Kind.SOME) or any(option.quantities != (1,) for option in group.options):
            raise ValueError(f'DIMACS knows neither numbers nor texts nor quantities, but "{group.code}" has them')
    space = Space(model)
    names = dict(OwnNames(model).codes)
    names.update((f"{called(g.label)}={ABSENT}", _none_of(g)) for g in model.groups if _may_be_absent(g))
    numbers = {code: number for number, code in enumerate(names.values(), start=1)}
    clauses = [literals for group in model.groups for literals in _exactly_one(group, numbers)]
    lowered = (clause for _, clauses in statements(model, space) for clause in clauses)
    clauses += [literals for clause in lowered for literals in _spelled(clause, space, numbers)]
    lines = [f"c {number} {name}" for number, name in enumerate(names, start=1)]
    lines.append(f"p cnf {len(numbers)} {len(clauses)}")
    lines += [" ".join(map(str, [*literals, 0])) for literals in clauses]
    return "\n".join(lines) + "\n"


def _may_be_absent(group: Group) -> bool:
    return group.kind is Kind.ONE and group.when is not None


def _none_of(group: Group) -> str:
    """The code of the variable that says that a group does not exist; no option has it."""
    return f"{group.code}."


def _exactly_one(group: Group, numbers: dict[str, int]) -> Iterator[list[int]]:
    if group.kind is Kind.ONE:
        options = [numbers[f"{group.code}.{option.code}"] for option in group.options]
        options += [numbers[_none_of(group)]] if _may_be_absent(group) else []
        yield options
        yield from ([-left, -right] for left, right in combinations(options, 2))


def _spelled(clause: Clause, space: Space, numbers: dict[str, int]) -> Iterator[list[int]]:
    """A clause over slots as clauses over options: every sum in it is written out as what may not be in at once."""
    spelled: list[list[int]] = [[]]
    for atom in clause:
        written = [[atom]] if isinstance(atom, Member) else list(_covers(atom, 0, atom.bound, []))
        parts = [[x for member in members for x in _literals_of(member, space, numbers)] for members in written]
        spelled = [[*left, *right] for left in spelled for right in parts]
        if len(spelled) > MOST_CLAUSES:
            raise ValueError(f"a rule of this model comes to more than {MOST_CLAUSES} clauses")
    yield from spelled


def _covers(atom: AtMost, at: int, left: int, members: list[Member]) -> Iterator[list[Member]]:
    """For each way to go over the bound: what some slot must be instead. `left` is what may still come on top."""
    if left < 0:
        yield members
    elif sum(max(weights) for _, weights in atom.terms[at:]) > left:
        slot, weights = atom.terms[at]
        yield from _covers(atom, at + 1, left, members)
        for weight in sorted(set(weights) - {0}):
            lighter = sum(1 << index for index, each in enumerate(weights) if each < weight)
            yield from _covers(atom, at + 1, left - weight, [*members, Member(slot, lighter)])


def _literals_of(member: Member, space: Space, numbers: dict[str, int]) -> list[int]:
    slot = space.slots[member.slot]
    if slot.option is not None:
        number = numbers[f"{slot.group.code}.{slot.option}"]
        return [number if member.mask == 0b10 else -number]
    values = (slot.values[index] for index in slot.indices(member.mask))
    return [numbers[_none_of(slot.group) if v.absent else f"{slot.group.code}.{v.option}"] for v in values]
