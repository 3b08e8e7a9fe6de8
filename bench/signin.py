"""What signing in costs everybody else: clicks on a running shop, with and without people who sign in meanwhile.

    .venv/bin/python bench/signin.py [--rounds 12] [--clicks 10] [--signins 2]

Rounds with and without sign-ins take turns in one run, each with clicks into states never seen, so that the ratios
stand whatever else the machine does. Those who sign in type a wrong password for an unknown address, one after
another: it costs the same as a right one. Each calls from an address of its own, or the limits would send them away.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import argparse
import itertools
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from bench.shop import Figures, Server, running, walk

NUMBERS = itertools.count()
FORM = {"Sec-Fetch-Site": "same-origin"}


@contextmanager
def signing_in(server: Server, people: int, walls: list[float]) -> Iterator[None]:
    """So many people at once who sign in again and again meanwhile."""
    end = threading.Event()

    def insist() -> None:
        with httpx.Client(base_url=server.address, timeout=30) as client:
            while not end.is_set():
                number = next(NUMBERS)
                headers = {**FORM, "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
                form = {"email": f"nobody{number}@example.org", "password": "four quiet herons bicker"}
                begun = time.perf_counter()
                answer = client.post("/signin", data=form, headers=headers)
                walls.append((time.perf_counter() - begun) * 1000)
                assert answer.status_code == 422, answer.status_code

    threads = [threading.Thread(target=insist) for _ in range(people)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        end.set()
        for thread in threads:
            thread.join()


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--clicks", type=int, default=10)
    parser.add_argument("--signins", type=int, default=2)
    given = parser.parse_args()
    quiet, busy, walls = Figures(), Figures(), []
    trusting = running(ATELIER_TRUSTED_PROXIES="127.0.0.1")
    with trusting as server, httpx.Client(base_url=server.address, timeout=30) as client:
        client.get("/build/ebike")
        for number in range(given.rounds):
            walk(server, client, "ebike", 2 * number, given.clicks, quiet)
            with signing_in(server, given.signins, walls):
                walk(server, client, "ebike", 2 * number + 1, given.clicks, busy)
    print(quiet.line("quiet"))
    print(busy.line("busy"))
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        print(
            f"wall {name} of a click, busy to quiet: {percentile(busy.wall, share) / percentile(quiet.wall, share):.2f}"
        )
    print(f"sign-ins meanwhile  {len(walls)}, wall p50 {statistics.median(walls):.1f} ms")


if __name__ == "__main__":
    main()
