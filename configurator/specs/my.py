"""The list of one's specs, and what their owner does with one."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import NoAddress, Visitor, limit_letters, new_key, read_email
from app.core.forms import redirect, sent_form
from app.core.language import locale_of, translator_of
from app.core.limits import Limiter
from app.core.mail import send_letter
from app.core.rendering import render
from app.core.security import guest_secret
from app.core.sharing import UNLISTED
from configurator.build.compose import Mistake
from configurator.publishing.shelf import Shelf
from configurator.specs.actions import copy_spec, delete_spec, put_back
from configurator.specs.codes import written
from configurator.specs.forms import Refused, read_name, read_note
from configurator.specs.listing import A_PAGE, my_specs_of
from configurator.specs.mail import key_letter
from configurator.specs.pages import revision_of_number, show
from configurator.specs.queries import deleted_of, own_spec, specs_of

Asker = Request[Any, Any, Any]


@get("/my/specs", include_in_schema=False)
async def my_specs(
    request: Asker, visitor: NamedDependency[Visitor], session: NamedDependency[AsyncSession]
) -> Response[str]:
    """All that the visitor has saved, last saved first."""
    before = _id(request.query_params.get("before", ""))
    saved = await specs_of(session, visitor, before, A_PAGE + 1)
    deleted = [] if before else await deleted_of(session, visitor)
    page = my_specs_of(request, visitor, saved, deleted, before is None)
    return render(request, "configurator/specs/my.html", headers=UNLISTED, page=page)


@post("/specs/{code:str}/name", include_in_schema=False)
async def rename(
    request: Asker,
    code: FromPath[str],
    visitor: NamedDependency[Visitor],
    session: NamedDependency[AsyncSession],
    shelf: NamedDependency[Shelf],
) -> Response[Any]:
    """Call one's spec something; nothing takes the name away."""
    spec = await own_spec(session, visitor, code)
    typed = (await sent_form(request)).get("name", "")
    try:
        spec.name = read_name(typed, translator_of(request))
    except Refused as refusal:
        return await show(request, session, spec, spec.revisions[-1], True, shelf, {"name": refusal.mistake})
    return redirect(request, spec.path)


@post("/specs/{code:str}/note", include_in_schema=False)
async def write_note(
    request: Asker,
    code: FromPath[str],
    visitor: NamedDependency[Visitor],
    session: NamedDependency[AsyncSession],
    shelf: NamedDependency[Shelf],
) -> Response[Any]:
    """Note something on one's spec."""
    spec = await own_spec(session, visitor, code)
    typed = (await sent_form(request)).get("note", "")
    try:
        spec.note = read_note(typed, translator_of(request))
    except Refused as refusal:
        return await show(request, session, spec, spec.revisions[-1], True, shelf, {"note": refusal.mistake})
    return redirect(request, spec.path)


@post("/specs/{code:str}/copies", include_in_schema=False)
async def duplicate(
    request: Asker, code: FromPath[str], visitor: NamedDependency[Visitor], session: NamedDependency[AsyncSession]
) -> Response[Any]:
    """One more spec like the shown revision of one's own."""
    spec = await own_spec(session, visitor, code)
    revision = revision_of_number(spec, request.query_params.get("revision", ""))
    token, cookies = guest_secret(request)
    copy = await copy_spec(session, spec, revision, visitor, token)
    return redirect(request, copy.path, [] if visitor.person else cookies)


@post("/specs/{code:str}/deletion", include_in_schema=False)
async def delete(
    request: Asker, code: FromPath[str], visitor: NamedDependency[Visitor], session: NamedDependency[AsyncSession]
) -> Response[Any]:
    """Delete one's spec; for some time it can be put back."""
    spec = await own_spec(session, visitor, code)
    delete_spec(spec)
    return redirect(request, f"/my/specs?deleted={written(spec.code)}")


@post("/specs/{code:str}/restoration", include_in_schema=False)
async def restore(
    request: Asker, code: FromPath[str], visitor: NamedDependency[Visitor], session: NamedDependency[AsyncSession]
) -> Response[Any]:
    """Put one's deleted spec back."""
    spec = await own_spec(session, visitor, code)
    put_back(spec)
    return redirect(request, spec.path)


@post("/specs/{code:str}/keys", include_in_schema=False)
async def mail_key(
    request: Asker,
    code: FromPath[str],
    visitor: NamedDependency[Visitor],
    session: NamedDependency[AsyncSession],
    shelf: NamedDependency[Shelf],
    limits: NamedDependency[Limiter],
) -> Response[Any]:
    """Mail a link that opens one's spec in another browser. The answer is the same whatever the address."""
    spec = await own_spec(session, visitor, code)
    typed = (await sent_form(request)).get("email", "")
    try:
        email = read_email(typed)
    except NoAddress:
        message = translator_of(request).gettext("That is no e-mail address. One looks like anna@example.org.")
        mistakes = {"email": Mistake(typed.strip(), message)}
        return await show(request, session, spec, spec.revisions[-1], True, shelf, mistakes)
    limit_letters(request, limits, email)
    letter = key_letter(request, spec, await new_key(session, spec.path))
    await send_letter(session, email, locale_of(request), letter)
    return redirect(request, f"{spec.path}?sent=1")


def _id(text: str) -> int | None:
    """The id that an address names, if it can be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


routes = [my_specs, rename, write_note, duplicate, delete, restore, mail_key]
