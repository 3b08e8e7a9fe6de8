"""Random feature trees as hypothesis strategies, with the number of their products counted from the tree itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st


@dataclass
class Group:
    word: str
    children: list[Feature]

    def count(self) -> int:
        """The ways to choose from a group, by how many of it are chosen."""
        ways = [1]
        for child in self.children:
            each = child.count()
            ways = [a + b * each for a, b in zip([*ways, 0], [0, *ways], strict=True)]
        size = len(self.children)
        bounds = {"mandatory": (size, size), "optional": (0, size), "or": (1, size), "alternative": (1, 1)}
        least, most = bounds.get(self.word) or tuple(map(int, self.word.strip("[]").split("..")))
        return sum(ways[least : most + 1])


@dataclass
class Feature:
    name: str
    pieces: int = 1
    weight: int = 0
    groups: list[Group] = field(default_factory=list)

    def count(self) -> int:
        """The products that hold it, below it."""
        ways = self.pieces
        for group in self.groups:
            ways *= group.count()
        return ways

    def lines(self, indent: str = "\t") -> Iterator[str]:
        cardinality = f" cardinality [1..{self.pieces}]" if self.pieces > 1 else ""
        yield f'{indent}"{self.name}"{cardinality} {{weight {self.weight}}}'
        for group in self.groups:
            yield f"{indent}\t{group.word}"
            for child in group.children:
                yield from child.lines(indent + "\t\t")

    def names(self) -> list[str]:
        return [self.name, *(name for group in self.groups for child in group.children for name in child.names())]


@st.composite
def trees(draw: st.DrawFn, most: int = 7, pieces: int = 2) -> Feature:
    """A tree of at most so many features, and as many pieces of each."""
    root = Feature("Root, the first", weight=draw(st.integers(0, 3)))
    every = [root]
    while len(every) < most and draw(st.integers(0, 4)):
        parent = draw(st.sampled_from(every))
        count = draw(st.integers(1, min(3, most - len(every))))
        word = draw(st.sampled_from(["mandatory", "optional", "or", "alternative", f"[0..{count}]", f"[1..{count}]"]))
        each = st.sampled_from([1, 1, 1, pieces])
        children = [Feature(f"F{len(every) + index}", draw(each), draw(st.integers(0, 3))) for index in range(count)]
        parent.groups.append(Group(word, children))
        every += children
    return root


def model_text(tree: Feature, constraints: Sequence[str] = ()) -> str:
    """The tree in UVL."""
    return "\n".join(["features", *tree.lines(), "constraints", *(f"\t{text}" for text in constraints), ""])


@st.composite
def constraints(draw: st.DrawFn, names: Sequence[str], depth: int = 2) -> str:
    """A constraint over some features, their weights and the weight of all."""
    name = f'"{draw(st.sampled_from(names))}"'
    kind = draw(st.integers(0, 5)) if depth else 0
    if kind == 0:
        return name
    if kind == 1:
        sign = draw(st.sampled_from(["==", "!=", "<", "<=", ">", ">="]))
        figure = draw(st.sampled_from(["sum(weight)", f"sum({name}, weight)", f"2 * {name}.weight - 1"]))
        return f"{figure} {sign} {draw(st.integers(0, 6))}"
    left, right = draw(constraints(names, depth - 1)), draw(constraints(names, depth - 1))
    return f"!({left})" if kind == 2 else f"({left}) {draw(st.sampled_from(['&', '|', '=>', '<=>']))} ({right})"
