"""Large feature models in UVL, made by chance from a seed, of the size and shape of public ones.

    .venv/bin/python bench/features.py FOLDER [--seed 1]

Writes kernel.uvl and vehicle.uvl. What they are like is taken from the figures that the collections of UVL models
publish (Universal-Variability-Language/uvl-models, SoftVarE-Group/feature-model-benchmark) and from reading in them:

kernel   Linux 2.6.33.3: 6,467 features, flat (depth 8), nearly all optional, 3,545 constraints. A few features are
         needed by very many; one in four follows from others ("just when this and that, or those, are in"), some
         of them from more than ten combinations, which make most of its 132,032 clauses.
vehicle  Automotive02 V4: 18,616 features, depth 11, 16,828 of them leaves. 1,777 are in every car: nearly every
         question is asked, and has 2 to 200 answers (350,149 clauses, as each two exclude each other), with
         1,369 constraints between a few answers, mostly runs of "this answer needs that one".

A product is drawn first and every constraint kept by it, so something can always be built.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Feature:
    name: str
    depth: int
    groups: list[tuple[str, list[Feature]]] = field(default_factory=list)
    """UVL's word for each group, and the features in it."""

    def add(self, word: str, name: str) -> Feature:
        """A new feature below this one; "alternative" and "or" are groups of their own, begun by `begin`."""
        if word in ("mandatory", "optional") and word not in [each for each, _ in self.groups]:
            self.begin(word)
        children = next(children for each, children in reversed(self.groups) if each == word)
        children.append(Feature(name, self.depth + 1))
        return children[-1]

    def begin(self, word: str) -> None:
        """Begin a group."""
        self.groups.append((word, []))

    def all(self) -> Iterator[Feature]:
        """This feature and all below it."""
        yield self
        for _, children in self.groups:
            for child in children:
                yield from child.all()

    def lines(self) -> Iterator[str]:
        """The feature in UVL."""
        indent = "\t" * (2 * self.depth + 1)
        yield indent + self.name
        for word, children in self.groups:
            yield f"{indent}\t{word}"
            for child in children:
                yield from child.lines()


def drawn(chance: random.Random, feature: Feature, share: float) -> Iterator[str]:
    """The names of a product that the tree allows, in which `share` of what is optional is in."""
    yield feature.name
    for word, children in feature.groups:
        if word == "mandatory":
            taken = children
        elif word == "alternative":
            taken = [chance.choice(children)]
        else:
            least = [chance.choice(children)] if word == "or" else []
            taken = [child for child in children if child in least or chance.random() < share]
        for child in taken:
            yield from drawn(chance, child, share)


def uvl(root: Feature, constraints: list[str]) -> str:
    lines = ["features", *root.lines(), "constraints", *(f"\t{constraint}" for constraint in constraints)]
    return "\n".join(lines) + "\n"


class Kernel:
    """Few are needed by many; many follow from others."""

    FEATURES, CONSTRAINTS, HUBS, DERIVED, DEPTH = 6467, 3545, 130, 900, 8
    MOST_CLAUSES = 3000
    """Of one constraint, written out."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.root = Feature("KERNEL", 0)
        self.count = 1
        self._plant()
        plain = [child.name for word, children in self.root.groups if word == "optional" for child in children]
        self.hubs = plain[: self.HUBS]
        self.derived = plain[self.HUBS : self.HUBS + self.DERIVED]
        others = {*self.hubs, *self.derived, self.root.name}
        self.product = {*drawn(self.chance, self.root, 0.3)} - {*self.derived}
        self.product |= {hub for hub in self.hubs if self.chance.random() < 0.8}
        self.rest = [feature.name for feature in self.root.all() if feature.name not in others]

    def text(self) -> str:
        written = [self._derivation(at) for at in range(len(self.derived))]
        while len(written) < self.CONSTRAINTS:
            name = self.chance.choice(self.rest)
            needs = self._needs(self.derived)
            if name not in self.product or self._holds(needs):
                written.append(f"{_all(needs)} | !{name}")
        self.chance.shuffle(written)
        return uvl(self.root, written)

    def _name(self) -> str:
        self.count += 1
        return f"CONFIG_{self.count}"

    def _plant(self) -> None:
        """What stands alone below the root first, so that hubs and derived features are found there."""
        chance = self.chance
        for _ in range(self.HUBS + self.DERIVED):
            self.root.add("optional", self._name())
        menus = [self.root.add("optional", self._name()) for _ in range(250)]
        for _ in range(45):
            parent = chance.choice(menus) if chance.random() < 0.5 else self.root
            choice = parent.add("mandatory", self._name())
            choice.begin("alternative")
            for _ in range(min(2 + int(chance.expovariate(0.25)), 26)):
                choice.add("alternative", self._name())
        while self.count < self.FEATURES:
            parent = self.root if chance.random() < 0.25 else chance.choice(menus)
            child = parent.add("mandatory" if chance.random() < 0.05 else "optional", self._name())
            if parent is not self.root:
                menus.append(parent)
                if chance.random() < 0.2 and child.depth < self.DEPTH:
                    menus += [child] * 3

    def _literal(self, derived: list[str]) -> str:
        """A feature that something leans on, mostly one of the hubs that many do, now and then its absence."""
        if self.chance.random() < 0.75:
            name = self.hubs[min(int(self.chance.expovariate(0.04)), len(self.hubs) - 1)]
        else:
            name = self.chance.choice(derived if derived and self.chance.random() < 0.3 else self.rest)
        return f"!{name}" if self.chance.random() < 0.06 else name

    def _needs(self, derived: list[str], most: int = 5) -> list[str]:
        count = min(self.chance.choice((1, 2, 2, 3, 3, 4, 5)), most)
        return sorted({self._literal(derived) for _ in range(count)})

    def _holds(self, needs: list[str]) -> bool:
        return all((need[1:] not in self.product) if need.startswith("!") else need in self.product for need in needs)

    def _derivation(self, at: int) -> str:
        """In just when one of some combinations is, which may hold what is derived before it."""
        name, known = self.derived[at], self.derived[:at]
        count = self.chance.choices((1, 2, 3, 5, 8, 12), (60, 18, 10, 6, 4, 2))[0]
        shared = self._literal(known)
        ways: list[list[str]] = []
        clauses = 1
        while len(ways) < count:
            way = sorted({*self._needs(known, 3), shared}) if count > 2 else self._needs(known)
            clauses *= len(way)
            if clauses > self.MOST_CLAUSES:
                break
            ways.append(way)
        if any(self._holds(way) for way in ways):
            self.product.add(name)
        either = " | ".join(map(_all, ways))
        negated = " & ".join(f"!({_all(way)})" for way in ways)
        return f"({negated} | {name}) & (!{name} | {either})"


class Vehicle:
    """Very many questions, each with its answers."""

    FEATURES, CONSTRAINTS, QUESTIONS, MODULES, DEPTH = 18616, 1369, 1640, 145, 11

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.root = Feature("VEHICLE", 0)
        self.count = 1
        self.questions: list[list[str]] = []
        self._plant()
        self.product = {*drawn(self.chance, self.root, 0.3)}

    def text(self) -> str:
        written: list[str] = []
        while len(written) < self.CONSTRAINTS:
            written += self._run()
        return uvl(self.root, written[: self.CONSTRAINTS])

    def _name(self, letter: str) -> str:
        self.count += 1
        return f"{letter}_{self.count}"

    def _plant(self) -> None:
        chance = self.chance
        modules = [self.root.add("mandatory", self._name("M")) for _ in range(3)]
        while len(modules) < self.MODULES:
            parent = chance.choice(modules[-12:] if chance.random() < 0.5 else modules)
            if parent.depth < self.DEPTH - 2:
                modules.append(parent.add("mandatory", self._name("M")))
        for left in range(self.QUESTIONS, 0, -1):
            word = "optional" if chance.random() < 0.01 else "mandatory"
            question = chance.choice(modules).add(word, self._name("Q"))
            kind = "or" if chance.random() < 0.07 else "alternative"
            question.begin(kind)
            answers = min(max(round(chance.lognormvariate(1.65, 1.2)), 2), 200)
            answers = min(answers, self.FEATURES - self.count - 3 * (left - 1))
            if left == 1:
                answers = self.FEATURES - self.count
            self.questions.append([question.add(kind, self._name("A")).name for _ in range(answers)])

    def _run(self) -> list[str]:
        """Some answers of one question that all need the same of another; without what the product breaks."""
        chance = self.chance
        asking, asked = chance.sample(self.questions, 2)
        target = chance.choice(asked)
        found = []
        for answer in chance.sample(asking, min(len(asking), chance.choice((1, 2, 6, 6)))):
            what = chance.random()
            if what < 0.8:
                right, holds = target, target in self.product
            elif what < 0.9:
                right, holds = f"!{target}", target not in self.product
            else:
                some = chance.sample(asked, min(3, len(asked)))
                right, holds = " | ".join(some), any(each in self.product for each in some)
            if holds or answer not in self.product:
                found.append(f"{answer} => {right}")
        return found


def _all(needs: list[str]) -> str:
    return " & ".join(needs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for name, made in (("kernel", Kernel(given.seed)), ("vehicle", Vehicle(given.seed))):
        file = given.folder / f"{name}.uvl"
        file.write_text(made.text(), encoding="utf-8")
        depth = max(feature.depth for feature in made.root.all())
        print(f"{file}: {made.count} features, depth {depth}, {made.CONSTRAINTS} constraints")


if __name__ == "__main__":
    main()
