"""The configurator's form with the pictures that were handed in with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import TooManyRequestsException
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.language import locale_of
from app.core.limits import Limit, Limiter, caller_of
from configurator.build.asking import Asking
from configurator.build.compose import Mistake
from configurator.build.form import Filled, Handed, read_form
from configurator.build.wording import Wording
from configurator.engine.model import Group, Kind
from configurator.uploads.actions import hand_in
from configurator.uploads.images import Trouble, Unusable
from configurator.uploads.store import Store

Asker = Request[Any, Any, Any]

LARGEST_BUILD = 32_000_000
"""Bytes of a form with a picture in it; somewhat more than any may have, so that we can say in words that it has."""
HANDED_IN = Limit("pictures handed in", 30, timedelta(minutes=10))


async def filled_in(request: Asker, before: Asking, form: Mapping[str, str], session: AsyncSession) -> Filled:
    """What the request's form, whose fields are `form`, changes; the pictures in it are kept."""
    words = Wording(before.published.file, locale_of(request))
    handed: dict[str, Handed] = {}
    for group in before.published.file.model.groups:
        if group.kind is Kind.FILE and (came := await _taken(request, group, session, words)):
            handed[group.code] = came
    return read_form(before, form, words, handed)


async def _taken(request: Asker, group: Group, session: AsyncSession, words: Wording) -> Handed | None:
    sent = (await request.form()).get(group.code)
    if not isinstance(sent, UploadFile):
        return None
    store: Store = request.app.state.uploads
    limits: Limiter = request.app.state.limits
    try:
        limits.hit(HANDED_IN, caller_of(request))
        return (await hand_in(session, store, sent.file, group.most_bytes)).id
    except TooManyRequestsException:
        return Mistake("", _refusal(Trouble.OFTEN, group, words))
    except Unusable as refusal:
        return Mistake("", _refusal(refusal.trouble, group, words))
    finally:
        await sent.close()


def _refusal(trouble: Trouble, group: Group, words: Wording) -> str:
    _ = words.gettext
    match trouble:
        case Trouble.EMPTY:
            return _("This file is empty. Please choose another one.")
        case Trouble.HEAVY:
            most = group.most_bytes // 1_000_000
            return _("This file is larger than {n} MB. Please choose a smaller one.", n=most)
        case Trouble.FOREIGN:
            return _("This is no picture that we can read. We take PNG, JPEG, WebP and GIF.")
        case Trouble.VAST:
            return _("This picture has more pixels than we can take. Please make it smaller.")
        case Trouble.BROKEN:
            return _("This picture is damaged, or not whole. Please choose another one.")
        case Trouble.OFTEN:
            return _("Many pictures came from your side just now. Please try again in a few minutes.")
