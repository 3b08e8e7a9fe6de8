"""The tree that the rules of a model of features spell out, found again for the writer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from configurator.engine.formats.codes import FEATURES
from configurator.engine.formats.uvl.rules import chosen, implied, numbered
from configurator.engine.language import And, Compare, Count, Formula, Has, Not, Number, Or
from configurator.engine.model import ProductModel, Rule


class Outline:
    """The tree in the group of features. `said` are the codes of the rules that it says in their place."""

    def __init__(self, model: ProductModel) -> None:
        features = model.group(FEATURES)
        self.said: set[str] = set()
        self.root: str | None = None
        self.parents: dict[str, str | None] = {}
        """Every feature with its parent, in the order of the model."""
        self.groups: list[tuple[str, str, list[str]]] = []
        """Parent, the word for the group, the features in it."""
        if features is None:
            return
        self.parents = dict.fromkeys((option.code for option in features.options), None)
        if features.least or features.most is not None:
            return
        codes: dict[Formula, str] = {}
        for rule in model.rules:
            codes.setdefault(rule.formula, rule.code)
        root = next((code for code in self.parents if chosen(code) in codes), None)
        self._find_parents(model.rules, root)
        if root is not None and [root] == [code for code, parent in self.parents.items() if parent is None]:
            self.root = root
            self.said.add(codes[chosen(root)])
        self._find_groups(model.rules, codes)

    def _find_parents(self, rules: Iterable[Rule], root: str | None) -> None:
        """The first feature that each one needs is its parent, unless that stands below it."""
        for rule in rules:
            match rule.formula:
                case Or((Not(Has(_, code)), Has(_, parent))) if rule.formula == implied(code, parent):
                    if code != root and self.parents[code] is None and not self._below(parent, code):
                        self.parents[code] = parent
                        self.said.add(rule.code)

    def _below(self, code: str, other: str) -> bool:
        """Whether `code` is `other` or stands below it."""
        above: str | None = code
        while above is not None and above != other:
            above = self.parents[above]
        return above == other

    def _find_groups(self, rules: Iterable[Rule], codes: dict[Formula, str]) -> None:
        free = {code: parent for code, parent in self.parents.items() if parent is not None}
        for rule in rules:
            found = _counted(rule.formula)
            parents = {free.get(code) for code in found.children} if found else set()
            parent = parents.pop() if len(parents) == 1 else None
            if found is None or parent is None or not found.says(rule.formula, parent):
                continue
            self.groups.append((parent, found.word, found.children))
            self.said.add(rule.code)
            for code in found.children:
                del free[code]
        single: dict[tuple[str, str], list[str]] = {}
        for code, parent in free.items():
            along = codes.get(implied(parent, code))
            single.setdefault((parent, "optional" if along is None else "mandatory"), []).append(code)
            self.said |= set() if along is None else {along}
        self.groups += [(parent, word, children) for (parent, word), children in single.items()]


@dataclass(frozen=True, slots=True)
class Counted:
    """Some features of which there are so many."""

    children: list[str]
    least: int = 0
    most: int | None = None

    @property
    def word(self) -> str:
        """What UVL calls such a group."""
        if (self.least, self.most) == (1, 1):
            return "alternative"
        if (self.least, self.most) == (1, None):
            return "or"
        return f"[{self.least}..{'*' if self.most is None else self.most}]"

    def says(self, formula: Formula, parent: str) -> bool:
        """Whether the formula says just this of the features below `parent`."""
        most = len(self.children) if self.most is None else self.most
        return len(self.children) > 1 and formula == numbered(parent, self.children, self.least, most)


def _counted(formula: Formula) -> Counted | None:
    """What a rule about a group counts; None for another rule."""
    match formula:
        case And((first, Compare(_, "<=", Number(most)))):
            found = _counted(first)
            return None if found is None else replace(found, most=int(most))
        case Or((Not(Has()), Compare(Count((), options), ">=", Number(least)))):
            return Counted([code for _, code in options], int(least))
        case Or((Not(Has()), *children)):
            return Counted([child.option for child in children if isinstance(child, Has)], 1)
        case Compare(Count((), options), "<=", Number(most)):
            return Counted([code for _, code in options], 0, int(most))
    return None
