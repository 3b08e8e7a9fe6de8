"""What every form needs: the fields that were sent, and the answer that leads on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie

from app.core.language import link


async def sent_form(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The fields of a form; files are none of ours."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


def redirect(request: Request[Any, Any, Any], path: str, cookies: Sequence[Cookie] = ()) -> Response[None]:
    """The answer after a form: see this page."""
    return Response(None, status_code=303, headers={"Location": link(request, path)}, cookies=list(cookies))
