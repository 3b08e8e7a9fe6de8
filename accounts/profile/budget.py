"""How much a person lets themselves be asked: what stands before them this week, and what only in reserve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.profile.models import DEFAULT_BUDGET, Budget, Fact, FactKind, Skip
from accounts.profile.questions import Question
from app.core import clock

WEEK = timedelta(days=7)
SKIPPED_FOR = timedelta(days=180)
"""How long a question that was skipped is not asked."""
MOST_QUESTIONS = 10


@dataclass(frozen=True, slots=True)
class Asking:
    """`questions` are asked now, `others` only if the person wants to tell more; `most` may be asked in a week."""

    most: int
    questions: tuple[Question, ...]
    others: tuple[Question, ...]


async def asking_of(session: AsyncSession, person_id: int, asked: Sequence[Question]) -> Asking:
    """What to ask of all that can be asked (four queries).

    Whatever was told or skipped in the last seven days counts; a change counts as well.
    """
    now = clock.now()
    told = (Fact.person_id == person_id, Fact.kind == FactKind.TOLD)
    known = set(await session.scalars(select(Fact.key).where(*told, Fact.key.in_([each.key for each in asked]))))
    answered = await session.scalar(select(func.count()).where(*told, Fact.learned_at > now - WEEK)) or 0
    own = select(Skip.key, Skip.at).where(Skip.person_id == person_id, Skip.at > now - SKIPPED_FOR)
    skips = {row.key: row.at for row in await session.execute(own)}
    budget = await session.get(Budget, person_id)
    most = budget.questions if budget is not None else DEFAULT_BUDGET
    left = max(0, most - answered - sum(at > now - WEEK for at in skips.values()))
    open_ = [each for each in asked if each.key not in known]
    questions = [each for each in open_ if each.key not in skips][:left]
    return Asking(most, tuple(questions), tuple(each for each in open_ if each not in questions))
