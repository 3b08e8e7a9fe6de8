"""One question at a time, whichever threads they come from; and a fresh start after a fault."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from threading import RLock
from traceback import extract_tb
from types import TracebackType
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from configurator.engine.solving.solver import Exhausted
from configurator.engine.verdict import Unbuildable

REFUSALS = (Unbuildable, Exhausted)
"""What is raised for an answer, and is no fault."""


class EngineFault(Exception):
    """Something in the engine went wrong: says in which product and where, and nothing of what was asked."""

    def __init__(self, product: str, error: Exception) -> None:
        places = (f"{Path(at.filename).name}:{at.lineno} {at.name}" for at in extract_tb(error.__traceback__))
        super().__init__(f"{product}: {type(error).__name__} in {', '.join(places)}")


class Turns:
    """Lets one question in at a time. A fault may leave what is warm half done, so it is then made anew.

    Within, nobody else asks. Raises `EngineFault` for any error that is no refusal.
    """

    def __init__(self, product: str, make: Callable[[], None]) -> None:
        self._product = product
        self._make = make
        self._lock = RLock()
        self._sound = True
        make()

    def __enter__(self) -> None:
        self._lock.acquire()
        if not self._sound:
            try:
                self._make()
            except BaseException as error:
                self.__exit__(type(error), error, error.__traceback__)
                raise
            self._sound = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None or isinstance(error, (*REFUSALS, EngineFault)):
                return
            self._sound = False
            if isinstance(error, Exception):
                raise EngineFault(self._product, error) from None
        finally:
            self._lock.release()


class TakesTurns(Protocol):
    """What is asked in turns."""

    turns: Turns


P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S", bound=TakesTurns)


def in_turn(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """The method, asked in turn."""

    @wraps(method)
    def asked(asked_of: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with asked_of.turns:
            return method(asked_of, *args, **kwargs)

    return asked
