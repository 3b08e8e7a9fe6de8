"""The configurator's handlers: one page, one form."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.compression import shared
from app.core.database import Database
from app.core.forms import brings_files, redirect, sent_form
from app.core.language import link, locale_of, translator_of
from app.core.rendering import render, wants_blocks
from app.core.security import guest_secret, guest_token
from app.core.sharing import Share
from configurator.build.asking import Asking
from configurator.build.changes import TEMPLATE, Turn, answer_of, kept_reply, reply_to
from configurator.build.compose import Mistake
from configurator.build.drafts import Answers, draft_answers, keep_answers
from configurator.build.handed import WITH_PICTURES, filled_in
from configurator.build.kept import page_of, question_of
from configurator.build.known import read_known
from configurator.build.newer import newer_notice
from configurator.build.places import place_notices, placed
from configurator.build.serving import may_serve, serve
from configurator.build.sharing import share_of
from configurator.build.view import BuildPage, Notice
from configurator.engine.choices import split
from configurator.publishing.shelf import Shelf, Version

Asker = Request[Any, Any, Any]


@get("/build/{product:str}", include_in_schema=False)
async def configurator(request: Asker, product: FromPath[str]) -> Response[str]:
    """The configurator under the choices of the address; for htmx, what differs from the address it shows now.

    Whole pages serve who is signed in with what is known of them.
    """
    database, shelf = _furniture(request)
    async with database.reading() as session:
        asking, notices = await load(request, product, request.query_params, session, shelf)
        if wants_blocks(request):
            shown, _ = await load(request, product, shown_fields(request), session, shelf)
            turn = Turn(shown, asking, page_of(request, shown), page_of(request, asking), notices)
            return answer_of(reply_to(request, turn))
        served = await serve(request, session, asking)
    page = served.page if served and await may_serve(database, served) else page_of(request, asking)
    share = await share_of(request, asking, page)
    question = None if served else question_of(request, asking)
    key = None if question is None else (question, notices, share)
    return answer(request, replace(page, notices=(*notices, *page.notices)), share=share, key=key)


@post("/build/{product:str}", include_in_schema=False, status_code=200, **WITH_PICTURES)
async def update(request: Asker, product: FromPath[str], session: NamedDependency[AsyncSession]) -> Response[Any]:
    """What the form changes: blocks for htmx, a redirect to the canonical address otherwise."""
    _, shelf = _furniture(request)
    form = await sent_form(request)
    before, notices = await load_form(request, product, form, session, shelf)
    if form.get("c") is None:
        return redirect(request, before.address())
    key = await _turn_key(request, before, notices, form)
    if key is not None and (reply := kept_reply(key)):
        shared(request.scope)
        return answer_of(reply)
    filled = await filled_in(request, before, form, session)
    cookies = await keep(request, before, filled.asking, session)
    if wants_blocks(request):
        offers = tuple(split(form.get("offers", "")))
        earlier, page = page_of(request, before), page_of(request, filled.asking, filled.mistakes)
        turn = Turn(before, filled.asking, earlier, replace(page, offers=offers), notices, filled.touched)
        if key is None or filled.mistakes or question_of(request, filled.asking) is None:
            return answer_of(reply_to(request, turn), cookies)
        shared(request.scope)
        return answer_of(reply_to(request, turn, key), cookies)
    return go_on(request, filled.asking, filled.mistakes, cookies)


def _furniture(request: Asker) -> tuple[Database, Shelf]:
    """What the handlers of clicks use: as dependencies, each would take a task of its own."""
    return request.app.state.database, request.app.state.shelf


def go_on(request: Asker, asking: Asking, mistakes: Mapping[str, Mistake], cookies: Sequence[Cookie]) -> Response[Any]:
    """Where a form leads that was sent as a whole: to the canonical address, or to what is wrong with it."""
    if mistakes:
        return answer(request, page_of(request, asking, mistakes), 422, cookies)
    return redirect(request, asking.settled().address(), cookies)


async def _turn_key(
    request: Asker, before: Asking, notices: tuple[Notice, ...], form: Mapping[str, str]
) -> Hashable | None:
    """All that the reply to a click depends on; None where no reply is asked for, or where anything is personal."""
    question = question_of(request, before)
    if question is None or not wants_blocks(request) or await brings_files(request):
        return None
    return question, notices, tuple(form.items())


def shown_fields(request: Asker) -> dict[str, str]:
    """The parameters of the address that htmx shows now."""
    return dict(parse_qsl(request.headers.get("hx-current-url", "").partition("#")[0].partition("?")[2]))


async def load(
    request: Asker,
    product: str,
    fields: Mapping[str, str],
    session: AsyncSession,
    shelf: Shelf,
    embedded: bool = False,
) -> tuple[Asking, tuple[Notice, ...]]:
    """The question in `fields`, with what must be said of its version; raises NotFoundException for no such product.

    Where it is `embedded`, nothing of the browser counts. A click whose version is warm asks the database nothing, but
    for the personal answers of who has given any; it goes by the current version as this process last saw it.
    """
    fields = fields if embedded else placed(request, fields)
    named = fields.get("v", "")
    published = await shelf.version(session, product, named) if named else None
    current: Version | None = shelf.products.get(product) if published is not None and wants_blocks(request) else None
    if published is None or current is None:
        current = newest = await shelf.shown(session, product)
        published = published or newest
    if published is None or current is None:
        raise NotFoundException
    told = not embedded and any(group.personal for group in current.file.model.groups)
    answers = await draft_answers(session, guest_token(request), product) if told else {}
    asking = Asking.of(published, fields, answers, embedded)
    elsewhere = tuple(place_notices(request, asking, fields))
    if not published.hash.startswith(named):
        _ = translator_of(request).gettext
        item = _("This is the current one.")
        return asking, (Notice("warn", _("We do not know that version of the product."), (item,)), *elsewhere)
    newest = None if published.hash == current.hash else await shelf.version(session, product, current.hash)
    notice = newest and newer_notice(asking, newest, locale_of(request), partial(link, request))
    return asking, (notice, *elsewhere) if notice else elsewhere


async def load_form(
    request: Asker, product: str, form: Mapping[str, str], session: AsyncSession, shelf: Shelf
) -> tuple[Asking, tuple[Notice, ...]]:
    """As ``load``, for a form: what its page had filled in stands in the question, too."""
    asking, notices = await load(request, product, form, session, shelf)
    return asking.knowing(read_known(form.get("known", ""))), notices


async def keep(request: Asker, before: Asking, after: Asking, session: AsyncSession) -> list[Cookie]:
    """Write down changed personal answers; the browser's first ones come with a cookie."""
    return [] if before.kept == after.kept else await tell(request, session, after.product, after.kept)


async def tell(request: Asker, session: AsyncSession, product: str, answers: Answers) -> list[Cookie]:
    """Make `answers` all that was told about the product in this browser; its first ones come with a cookie."""
    token, cookies = guest_secret(request)
    if cookies and not answers:
        return []
    await keep_answers(session, token, product, answers)
    return cookies


def answer(
    request: Asker,
    page: BuildPage,
    status: int = 200,
    cookies: Sequence[Cookie] = (),
    share: Share | None = None,
    key: Hashable | None = None,
) -> Response[str]:
    """The whole page. With a `key`, which says all that it depends on, it is kept."""
    return render(request, TEMPLATE, status=status, cookies=cookies, key=key, page=page, share=share)


routes = [configurator, update]
