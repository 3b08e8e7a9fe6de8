"""Product files of the shape of real shops, made by chance from a seed, for the engine to be measured on.

    .venv/bin/python bench/shapes.py FOLDER [--seed 1]

workstation  112 options and 8 drives, 8 limits, one of them a sum over 17 parts, most of these in several pieces
bicycle      84 options and 4 bags, a weight of 19 parts in grams, limited for it and, with the rider, for the frame
jeans        61 options and 9 measures in steps of 5 mm, 11 limits that hold measures against each other and the cloth
window       20 questions of 5 answers whose weights must come to the same within 3 grams: what is hardest to decide

A product is drawn first where something might be impossible, and what the rules say fits it.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.pop(0)  # this folder, in which a file is called like a library

import argparse
import random
from collections.abc import Sequence
from decimal import Decimal

from configurator.engine.choices import Choice
from configurator.engine.formats.toml import write_toml
from configurator.engine.language import parse
from configurator.engine.model import BaseModel, Group, Kind, Option, ProductModel, Rule, Scale, Table, Texts

Worths = dict[str, Sequence[int]]
"""Attribute to its worth for each option of a group."""


def said(text: str) -> Texts:
    return {"en": text.replace("_", " ").capitalize()}


class Sketch:
    """A product as it grows."""

    def __init__(self, code: str, seed: int) -> None:
        self.chance = random.Random(f"{code} {seed}")
        self._code = code
        self._groups: list[Group] = []
        self._rules: list[Rule] = []
        self._tables: list[Table] = []

    def some(self, low: int, high: int, count: int) -> list[int]:
        """Figures by chance."""
        return [self.chance.randint(low, high) for _ in range(count)]

    def one(self, code: str, count: int, worths: Worths | None = None, **more: object) -> list[str]:
        """A question with so many options, each called by the group and a number; `more` are fields of the group."""
        return self._options(code, Kind.ONE, count, worths or {}, (1,), more)

    def pieces(self, code: str, kind: Kind, count: int, most: int, worths: Worths) -> list[str]:
        """The same, each option in one piece to `most`."""
        return self._options(code, kind, count, worths, tuple(range(1, most + 1)), {})

    def _options(
        self, code: str, kind: Kind, count: int, worths: Worths, quantities: tuple[int, ...], more: dict[str, object]
    ) -> list[str]:
        options = tuple(
            Option(
                f"{code}{number}",
                said(f"{code} {number}"),
                {name: Decimal(figures[number]) for name, figures in worths.items()},
                quantities,
            )
            for number in range(count)
        )
        self._groups.append(Group(code, kind, said(code), options, **more))
        return [f"{code}.{option.code}" for option in options]

    def number(self, code: str, least: int, most: int, step: int) -> None:
        scale = Scale(Decimal(least), Decimal(most), Decimal(step))
        self._groups.append(Group(code, Kind.NUMBER, said(code), scale=scale))

    def rule(self, code: str, text: str) -> None:
        self._rules.append(Rule(code, parse(text), said(code)))

    def fits(self, code: str, left: str, right: str, pairs: Sequence[tuple[int, int]]) -> None:
        """A table of which options of two groups go together, by their numbers."""
        rows = tuple((frozenset((f"{left}{a}",)), frozenset((f"{right}{b}",))) for a, b in pairs)
        self._tables.append(Table(code, (left, right), rows, allow=True, message=said(code)))

    def exclude(self, count: int, groups: Sequence[str], keep: int = 0) -> None:
        """Pairs of options that do not go together; never both the ones numbered `keep`."""
        codes = {group.code: [option.code for option in group.options] for group in self._groups}
        for number in range(count):
            left, right = self.chance.sample(groups, 2)
            one, other = self.chance.choice(codes[left]), self.chance.choice(codes[right])
            if (one, other) != (f"{left}{keep}", f"{right}{keep}"):
                self.rule(f"apart{number}", f"not ({left}.{one} and {right}.{other})")

    def text(self, defaults: Sequence[str] = ()) -> str:
        choices = tuple(choice for text in defaults if (choice := Choice.parse(text)))
        base = BaseModel("plain", said("plain"), choices)
        groups, rules, tables = tuple(self._groups), tuple(self._rules), tuple(self._tables)
        return write_toml(ProductModel(self._code, said(self._code), groups, rules, tables, (base,)))


def workstation(seed: int) -> str:
    sketch = Sketch("workstation", seed)
    some, chance = sketch.some, sketch.chance
    bays = [chance.choice((2, 3, 4, 6, 8)) for _ in range(8)]
    sketch.one("case", 8, {"bays": bays, "card_mm": some(250, 400, 8), "cooler_mm": some(120, 180, 8)})
    board = {
        "m2": [chance.choice((2, 3, 4, 5)) for _ in range(12)],
        "pcie": [chance.choice((1, 2, 3, 4)) for _ in range(12)],
        "slots": [chance.choice((2, 4, 4, 8, 8)) for _ in range(12)],
    }
    sketch.one("board", 12, {**board, "watts": some(20, 70, 12)})
    sketch.one("cpu", 14, {"watts": some(35, 350, 14)})
    tall, cool = [90, *some(60, 175, 7)], [400, *some(95, 360, 7)]
    sketch.one("cooler", 8, {"tall_mm": tall, "cools": cool, "watts": some(2, 25, 8)})
    long, cards = [0, *some(180, 360, 9)], [0, *([1] * 9)]
    sketch.pieces("gpu", Kind.ONE, 10, 4, {"long_mm": long, "cards": cards, "watts": [0, *some(75, 450, 9)]})
    memory = {"gigabytes": (8, 8, 16, 16, 32, 32, 64, 64, 128), "sticks": (1,) * 9, "watts": some(2, 9, 9)}
    sketch.pieces("memory", Kind.ONE, 9, 8, memory)
    sketch.one("boot", 7, {"m2": (1, 1, 1, 1, 0, 0, 0), "bays": (0, 0, 0, 0, 1, 1, 1), "watts": some(3, 12, 7)})
    sketch.one("psu", 8, {"capacity": (450, 550, 650, 750, 850, 1000, 1300, 1600)})
    sketch.one("os", 5, {"most_gigabytes": (32, 64, 128, 512, 2048)})
    sketch.one("nic", 6, {"m2": (0, 0, 0, 1, 1, 0), "watts": [0, *some(3, 25, 5)]})
    for code, count in (("monitor", 6), ("keyboard", 6), ("warranty", 5)):
        sketch.one(code, count)
    sketch.one("sound", 4, {"watts": [0, *some(2, 12, 3)]})
    sketch.pieces("data", Kind.SOME, 4, 8, {"bays": (1,) * 4, "watts": some(4, 11, 4)})
    sketch.pieces("ssd", Kind.SOME, 4, 4, {"m2": (1,) * 4, "watts": some(3, 9, 4)})
    sketch.pieces("extras", Kind.SOME, 1, 1, {})
    sketch.one("raid", 3, when=parse("extras.extras0"), when_message=said("only with a raid"))
    sketch.fits("socket", "cpu", "board", [(i, j) for i in range(14) for j in range(12) if i % 4 == j % 4])
    sketch.fits("memory_type", "memory", "board", [(i, j) for i in range(9) for j in range(12) if i % 2 == j // 4 % 2])
    sketch.rule("memory_slots", "memory.sticks <= board.slots")
    sketch.rule("card_slots", "gpu.cards <= board.pcie")
    for card in range(1, 10):
        sketch.rule(f"card_length{card}", f"gpu.gpu{card} implies case.card_mm >= {long[card]}")
    sketch.rule("cooler_height", "cooler.tall_mm <= case.cooler_mm")
    sketch.rule("cooler_power", "cpu.watts <= cooler.cools")
    sketch.rule("m2_slots", "sum(m2, ssd, boot, nic) <= board.m2")
    sketch.rule("drive_bays", "sum(bays, data, boot) <= case.bays")
    sketch.rule("os_memory", "memory.gigabytes <= os.most_gigabytes")
    sketch.rule("supply", "1.25 * sum(watts) <= psu.capacity")
    sketch.rule("raid_drives", "extras.extras0 implies count(data) >= 2")
    for one, other in (("keyboard.keyboard0", "monitor.monitor1"), ("os.os0", "cpu.cpu13"), ("raid.raid2", "os.os0")):
        sketch.rule(f"not_{one.replace('.', '_')}", f"not ({one} and {other})")
    return sketch.text(["case.case0", "psu.psu4", "memory.memory2:2", "os.os2"])


def bicycle(seed: int) -> str:
    sketch = Sketch("bicycle", seed)
    parts = {
        "motor": (5, 2500, 3900), "battery": (6, 2400, 4990), "fork": (5, 900, 2600), "wheels": (5, 1500, 2800),
        "tyres": (6, 1000, 2300), "brakes": (5, 400, 900), "gears": (6, 400, 1900), "saddle": (6, 200, 800),
        "bar": (6, 250, 900), "lights": (4, 80, 300), "rack": (5, 300, 1100), "lock": (4, 300, 1900),
        "stand": (3, 200, 700), "display": (4, 50, 250),
    }  # fmt: skip
    carries = (118000, 126000, 135000, 150000, 160000)
    sketch.one("frame", 5, {"weight_g": sketch.some(2400, 5000, 5), "carries_g": carries})
    sketch.one("size", 5)
    for code, (count, least, most) in parts.items():
        weights = sketch.some(least, most, count)
        if code in ("rack", "lock", "stand"):
            weights[0] = 0
        worths: Worths = {"weight_g": weights}
        sketch.one(code, count, worths | ({"litres": (0, 20, 40, 60, 90)} if code == "rack" else {}))
    bags = {"weight_g": sketch.some(300, 1400, 4), "litres": (8, 15, 22, 35), "bags": (1, 1, 1, 1)}
    sketch.pieces("bag", Kind.SOME, 4, 4, bags)
    sketch.pieces("extras", Kind.SOME, 1, 1, {})
    sketch.one("plate", 3, when=parse("extras.extras0"), when_message=said("only with a name plate"))
    sketch.number("inseam", 650, 980, 5)
    sketch.number("rider", 40, 130, 1)
    for number, (least, most) in enumerate(((650, 750), (700, 800), (755, 860), (820, 920), (880, 980))):
        sketch.rule(f"size{number}", f"size.size{number} implies inseam >= {least} and inseam <= {most}")
    sketch.rule("weight", "sum(weight_g) <= 26000")
    sketch.rule("load", "sum(weight_g) + 1000 * rider <= frame.carries_g")
    sketch.rule("volume", "bag.litres <= rack.litres")
    sketch.rule("bags", "count(bag) <= 4")
    for number in range(5):
        some = " or ".join(f"display.display{each}" for each in sorted({number % 4, (number + 1) % 4}))
        lacks = sketch.chance.sample(range(1, 6), 2)
        sketch.rule(f"display{number}", f"motor.motor{number} implies {some}")
        lacking = " or ".join(f"battery.battery{each}" for each in lacks)
        sketch.rule(f"battery{number}", f"motor.motor{number} implies not ({lacking})")
    sketch.exclude(40, ["frame", *parts])
    return sketch.text(["frame.frame0", "motor.motor0", "inseam:820", "rider:75"])


def jeans(seed: int) -> str:
    sketch = Sketch("jeans", seed)
    ease, stretch = (40, 20, 60, 0, 80, 30), (0, 0, 1, 2, 3, 2, 0, 4)
    width, shrinks = (760, 800, 1500, 1500, 1450, 1500, 780, 1480), (0, 0, 100, 100, 60, 150, 0, 40)
    sketch.one("cut", 6, {"ease": ease})
    sketch.one("denim", 8, {"width": width, "gives": [60 * each for each in stretch], "shrinks": shrinks})
    sketch.one("waistband", 3, {"takes": (35, 50, 70)})
    sketch.one("hem_finish", 5, {"seam": (0, 10, 20, 0, 30), "takes": (20, 40, 60, 80, 110)})
    sketch.one("pockets", 5, {"cloth": (0, 40, 80, 120, 160)})
    plain = {"fly": 2, "thread": 6, "rivets": 4, "wash": 6, "lining": 3, "patch": 5, "loops": 3}
    for code, count in plain.items():
        sketch.one(code, count)
    sketch.pieces("extras", Kind.SOME, 1, 1, {})
    sketch.one("letters", 4, when=parse("extras.extras0"), when_message=said("only with a monogram"))
    measures = {
        "waist": (600, 1200), "high_hip": (650, 1250), "low_hip": (750, 1350), "thigh": (400, 800), "knee": (300, 600),
        "hem": (260, 500), "inseam": (600, 950), "rise": (200, 350), "outseam": (850, 1250),
    }  # fmt: skip
    for code, (least, most) in measures.items():
        sketch.number(code, least, most, 5)
    sketch.rule("high_hips", "high_hip >= waist + 20")
    sketch.rule("low_hips", "low_hip >= high_hip")
    sketch.rule("thighs", "2 * thigh + cut.ease <= low_hip + 180")
    sketch.rule("knees", "knee <= thigh - 60")
    sketch.rule("hems", "hem <= knee + 40")
    sketch.rule("long_enough", "outseam >= inseam + rise - 20")
    sketch.rule("not_longer", "outseam <= inseam + rise + 30")
    sketch.rule("selvedge", "2 * thigh + hem_finish.seam + 100 <= 2 * denim.width")
    sketch.rule("stretch", "low_hip <= waist + denim.gives + 250")
    sketch.rule("length", "outseam + hem_finish.takes + waistband.takes <= 1250 + denim.shrinks")
    sketch.rule("cloth", "low_hip + thigh + knee + hem + outseam + pockets.cloth <= 2900 + denim.width")
    sketch.rule("skinny", "cut.cut0 implies hem < 340 and not (denim.denim0 or denim.denim1)")
    sketch.rule("wide", "(cut.cut1 implies hem >= 320) and (cut.cut4 implies knee >= 400)")
    sketch.exclude(30, ["cut", "denim", "waistband", "pockets", *list(plain)[1:]], keep=2)
    defaults = [f"{code}.{code}2" for code in ("cut", "denim", "waistband", "pockets")]
    sizes = {"waist": 850, "low_hip": 1000, "thigh": 550, "knee": 420, "hem": 380, "inseam": 800, "rise": 260}
    return sketch.text([*defaults, *(f"{code}:{value}" for code, value in sizes.items())])


def window(seed: int) -> str:
    sketch = Sketch("window", seed)
    total = 0
    codes = [f"part{chr(ord('a') + number)}" for number in range(20)]
    for code in codes:
        weights = sketch.some(100, 2000, 5)
        total += weights[0]
        sketch.one(code, 5, {"weight_g": weights})
    sketch.rule("light", f"sum(weight_g) <= {total + 3}")
    sketch.rule("heavy", f"sum(weight_g) >= {total - 3}")
    sketch.exclude(30, codes)
    return sketch.text()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for make in (workstation, bicycle, jeans, window):
        file = given.folder / f"{make.__name__}.toml"
        file.write_text(make(given.seed), encoding="utf-8")
        print(file)


if __name__ == "__main__":
    main()
