"""The configurator's form with the pictures that were handed in with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import TooManyRequestsException
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Database
from app.core.forms import WITH_FILES, take_in
from app.core.language import locale_of
from app.core.limits import Limit, Limiter, caller_of
from configurator.build.asking import Asking
from configurator.build.compose import Mistake
from configurator.build.form import Filled, Handed, read_form
from configurator.build.wording import Wording
from configurator.engine.model import Group, Kind
from configurator.publishing.shelf import Shelf
from configurator.uploads.actions import hand_in
from configurator.uploads.images import Trouble, Unusable
from configurator.uploads.store import Kept, Store

Asker = Request[Any, Any, Any]

LARGEST_BUILD = 32_000_000
"""Bytes of a form with a picture in it; somewhat more than any may have, so that we can say in words that it has."""
HANDED_IN = Limit("pictures handed in", 30, timedelta(minutes=10))
RECEIVED = "received"
"""Where a request keeps what became of the pictures in it."""


async def receive(request: Asker) -> None:
    """Take in the request's form and read the pictures in it, which takes a while, before its transaction begins."""
    await take_in(request)
    if request.content_type[0] != WITH_FILES:
        return
    form = await request.form()
    files = {name: each for name, each in form.items() if isinstance(each, UploadFile)}
    try:
        received = {
            group.code: await _read(request, files[group.code], group.most_bytes)
            for group in (await _asked(request, form) if files else ())
            if group.kind is Kind.FILE and group.code in files
        }
    finally:
        for each in files.values():
            await each.close()
    request.scope["state"][RECEIVED] = received


WITH_PICTURES: dict[str, Any] = {"request_max_body_size": LARGEST_BUILD, "before_request": receive}
"""What a handler of the configurator's form says of itself."""


async def filled_in(request: Asker, before: Asking, form: Mapping[str, str], session: AsyncSession) -> Filled:
    """What the request's form, whose fields are `form`, changes; the pictures that came with it are noted."""
    words = Wording(before.published.file, locale_of(request))
    received: Mapping[str, Kept | Trouble] = request.scope["state"].get(RECEIVED, {})
    handed: dict[str, Handed] = {}
    for code, came in received.items():
        group = before.published.file.model.group(code)
        if group is None or group.kind is not Kind.FILE:
            continue
        if isinstance(came, Trouble):
            handed[code] = Mistake("", _refusal(came, group, words))
        else:
            handed[code] = hand_in(session, came)
    return read_form(before, form, words, handed)


async def _asked(request: Asker, form: Mapping[str, Any]) -> Sequence[Group]:
    """The questions that the form answers; none for no product of ours."""
    product = request.path_params.get("product") or form.get("product")
    if not isinstance(product, str):
        return ()
    shelf: Shelf = request.app.state.shelf
    database: Database = request.app.state.database
    async with database.reading() as session:
        version = form.get("v")
        published = await shelf.version(session, product, version) if isinstance(version, str) else None
        published = published or await shelf.current(session, product)
    return published.file.model.groups if published else ()


async def _read(request: Asker, sent: UploadFile, most_bytes: int) -> Kept | Trouble:
    limits: Limiter = request.app.state.limits
    store: Store = request.app.state.uploads
    try:
        limits.hit(HANDED_IN, caller_of(request))
        return await store.keep(sent.file, most_bytes)
    except TooManyRequestsException:
        return Trouble.OFTEN
    except Unusable as refusal:
        return refusal.trouble


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
