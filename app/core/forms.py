"""What every form needs: the fields that were sent, and the answer that leads on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.exceptions import HTTPException

from app.core.language import link
from app.core.security import LARGEST_BODY, SAFE_METHODS

WITH_FILES = "multipart/form-data"
FORMS = ("application/x-www-form-urlencoded", WITH_FILES)
OWN_BODY = "own body"
"""Marks, among a handler's options, that no form is sent to it: it reads what comes by itself, which goes but once."""


async def take_in(request: Request[Any, Any, Any]) -> None:
    """Read the request's form, which may come slowly, before its transaction begins: SQLite has one lock for all who
    write. Raises HTTPException where it is longer than any form of ours.
    """
    takes_form = request.method not in SAFE_METHODS and not request.route_handler.opt.get(OWN_BODY)
    if takes_form and request.content_type[0] in FORMS:
        _refuse_long(request)
        await request.form()


async def sent_form(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The fields of a form; files in it are for whoever asks for them.

    Raises HTTPException where what is written in it, files aside, is longer than any form of ours.
    """
    fields = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    if sum(map(len, fields.values())) > LARGEST_BODY:
        raise HTTPException(status_code=413)
    return fields


def _refuse_long(request: Request[Any, Any, Any]) -> None:
    """Only a form with files may be as large as its address allows; any other is taken apart at once, in memory."""
    if request.content_type[0] == WITH_FILES:
        return
    length = request.headers.get("content-length", "")
    if "transfer-encoding" in request.headers:
        raise HTTPException(status_code=411)
    if length.isdigit() and int(length) > LARGEST_BODY:
        raise HTTPException(status_code=413)


async def brings_files(request: Request[Any, Any, Any]) -> bool:
    """Whether files came with the form."""
    return any(not isinstance(value, str) for value in (await request.form()).values())


def redirect(request: Request[Any, Any, Any], path: str, cookies: Sequence[Cookie] = ()) -> Response[None]:
    """The answer after a form: see this page."""
    return Response(None, status_code=303, headers={"Location": link(request, path)}, cookies=list(cookies))
