"""What was measured of one model."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

PARTS = ("publish", "domain", "verdict", "causes", "repair", "cheapest", "naive")


@dataclass
class Times:
    """Milliseconds of processor time of questions of one kind: what else the machine does counts little."""

    each: list[float] = field(default_factory=list)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Take the time of what is done within."""
        begun = time.process_time()
        yield
        self.each.append((time.process_time() - begun) * 1000)

    def share(self, part: float) -> float | None:
        """The time that so many of them (0 to 1) took at most."""
        ordered = sorted(self.each)
        return round(ordered[max(math.ceil(part * len(ordered)) - 1, 0)], 3) if ordered else None

    def summary(self) -> dict[str, float | None]:
        return {"p50": self.share(0.5), "p95": self.share(0.95), "max": self.share(1)}


@dataclass
class Figures:
    """Of one model. `unfinished` names what there was no time for, each by its part and how far it came."""

    model: str
    features: int = 0
    publish_s: float | None = None
    rss_mb: float | None = None
    times: dict[str, Times] = field(default_factory=lambda: {part: Times() for part in PARTS[1:]})
    naive_asked: int = 0
    naive_questions: int = 0
    """Values asked for by the naive method, and values that there were."""
    unfinished: dict[str, str] = field(default_factory=lambda: dict.fromkeys(PARTS, ""))
    wrong: list[str] = field(default_factory=list)
    """Where the naive method says something else: there is a mistake in the engine."""

    @classmethod
    def read(cls, fields: dict[str, Any]) -> Figures:
        """Figures from their fields as plain values."""
        times = {part: Times(**each) for part, each in fields["times"].items()}
        return cls(**{**fields, "times": times})

    @property
    def ratio(self) -> float | None:
        """How many times longer the naive method takes for a plain domain."""
        ours, naive = self.times["domain"].share(0.5), self.times["naive"].share(0.5)
        return round(naive / ours, 1) if ours and naive else None

    def as_json(self) -> dict[str, object]:
        """One line of ``atelier bench engine --json``."""
        return {
            "model": self.model,
            "features": self.features,
            "publish_s": self.publish_s,
            "rss_mb": self.rss_mb,
            "domain_ms": self.times["domain"].summary(),
            "verdict_ms": self.times["verdict"].summary(),
            "naive_p50_ms": self.times["naive"].share(0.5),
            "naive_sample": {"asked": self.naive_asked, "of": self.naive_questions},
            "ratio": self.ratio,
            "causes_ms": self.times["causes"].summary(),
            "repair_ms": self.times["repair"].summary(),
            "cheapest_ms": self.times["cheapest"].summary(),
            "unfinished": [f"{part} {how}".strip() for part, how in self.unfinished.items()],
            "wrong": self.wrong,
        }

    def lines(self) -> Iterator[str]:
        """The same to be read by people."""
        published = "not published" if self.publish_s is None else f"published in {self.publish_s} s"
        memory = "" if self.rss_mb is None else f", {self.rss_mb:.0f} MB"
        yield f"{self.model}: {self.features} features, {published}{memory}"
        for part, times in self.times.items():
            if times.each:
                said = "".join(f"{times.share(share):>10.2f}" for share in (0.5, 0.95, 1))
                yield f"  {part:10}{said} ms  (p50, p95, max of {len(times.each)})"
        if self.ratio is not None:
            sample = f"{self.naive_asked} of its {self.naive_questions} questions were asked"
            yield f"  naive takes {self.ratio} times as long as domain; {sample}"
        for line in self.wrong:
            yield f"  WRONG: {line}"
        if self.unfinished:
            yield f"  unfinished: {', '.join(f'{part} {how}'.strip() for part, how in self.unfinished.items())}"
