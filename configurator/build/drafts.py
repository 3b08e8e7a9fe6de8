"""Reading and writing drafts."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.database import add_unless_there
from app.core.ids import digest
from configurator.build.models import Draft

Answers = Mapping[str, str]
"""Personal answers by group: a number in its plain form, or a text."""
ASIDE = "-"
"""Before the name of a group whose answer was given up in the last step, and can be had back."""


def put_aside(answers: Answers) -> Answers:
    """Those of a draft's answers that do not count any more, and can be had back."""
    return {code.removeprefix(ASIDE): text for code, text in answers.items() if code.startswith(ASIDE)}


async def draft_answers(session: AsyncSession, token: str | None, product: str) -> Answers:
    """What the visitor with this secret told about the product; no query for one without."""
    draft = None if token is None else await session.get(Draft, (digest(token), product))
    return {} if draft is None else draft.answers


async def keep_answers(session: AsyncSession, token: str, product: str, answers: Answers) -> None:
    """Make `answers` all that the visitor told about the product."""
    key, told, now = (digest(token), product), dict(answers), clock.now()
    draft = await session.get(Draft, key)
    if draft is None:
        if await add_unless_there(session, Draft(guest=key[0], product=product, answers=told, updated_at=now)):
            return
        draft = await session.get_one(Draft, key)
    draft.answers, draft.updated_at = told, now
