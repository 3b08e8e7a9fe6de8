"""Whether a few statements can hold together: a plain search that knows no solver.

It takes out of the domains what makes a statement false, halves one of them, and goes on until every statement is true
or one is false. It looks only at questions that its statements speak of.
"""

from __future__ import annotations

from collections.abc import Sequence

from configurator.engine.checking.statements import Domains, Key, Questions, Statement

FEW = 64
"""Domains up to this size are narrowed one answer at a time, larger ones by halves."""


class Undecided(Exception):
    """The search took more steps than it was given."""


def together(questions: Questions, statements: Sequence[Statement], steps: int) -> Domains | None:
    """Domains whose every answer meets all statements; None where nothing does.

    `steps` are how often a statement may be read; raises `Undecided` when they are used up.
    """
    keys = dict.fromkeys(key for statement in statements for key in statement.keys)
    return _Search(statements, steps).open({key: tuple(range(len(questions.answers[key]))) for key in keys}, statements)


class _Search:
    def __init__(self, statements: Sequence[Statement], steps: int) -> None:
        self._statements = statements
        self._steps = steps
        self._about: dict[Key, list[Statement]] = {}
        for statement in statements:
            for key in statement.keys:
                self._about.setdefault(key, []).append(statement)

    def open(self, domains: Domains, changed: Sequence[Statement]) -> Domains | None:
        """The search below `domains`, which differ from what stood before in what the `changed` statements speak of."""
        if not self._narrow(domains, changed):
            return None
        undecided = [statement for statement in self._statements if self._read(statement, domains) is None]
        wide = [key for statement in undecided for key in statement.keys if len(domains[key]) > 1]
        if not wide:
            return domains
        key = min(wide, key=lambda key: len(domains[key]))
        middle = len(domains[key]) // 2
        for half in (domains[key][:middle], domains[key][middle:]):
            found = self.open({**domains, key: half}, self._about[key])
            if found is not None:
                return found
        return None

    def _read(self, statement: Statement, domains: Domains) -> bool | None:
        self._steps -= 1
        if self._steps < 0:
            raise Undecided
        return statement.holds(domains)

    def _narrow(self, domains: Domains, changed: Sequence[Statement]) -> bool:
        """Take out the answers with which a statement is false; whether every question keeps one."""
        waiting = dict.fromkeys(changed)
        while waiting:
            statement = next(iter(waiting))
            del waiting[statement]
            holds = self._read(statement, domains)
            if holds is False:
                return False
            if holds:
                continue
            for key in statement.keys:
                kept = self._kept(statement, domains, key)
                if not kept:
                    return False
                if len(kept) < len(domains[key]):
                    domains[key] = kept
                    waiting.update(dict.fromkeys(self._about[key]))
        return True

    def _kept(self, statement: Statement, domains: Domains, key: Key) -> tuple[int, ...]:
        """The answers of a question with which the statement is not false."""
        domain = domains[key]
        if len(domain) == 1:
            return domain
        width = 1 if len(domain) <= FEW else -(-len(domain) // 2)
        parts = [domain[start : start + width] for start in range(0, len(domain), width)]
        kept = [part for part in parts if self._read(statement, {**domains, key: part}) is not False]
        return tuple(place for part in kept for place in part)
