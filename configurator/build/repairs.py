"""Changes that no address can make, since they give up personal answers or bring them back: by the page's form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.forms import redirect, sent_form
from configurator.build.handed import WITH_PICTURES
from configurator.build.pages import keep, load_form
from configurator.engine.choices import split
from configurator.publishing.shelf import Shelf


@post("/build/{product:str}/repairs", include_in_schema=False, **WITH_PICTURES)
async def repair(
    request: Request[Any, Any, Any],
    product: FromPath[str],
    session: NamedDependency[AsyncSession],
    shelf: NamedDependency[Shelf],
) -> Response[Any]:
    """Make the changes of one way out of a conflict, or undo them: back to the configurator as it then stands."""
    form = await sent_form(request)
    before, _ = await load_form(request, product, form, session, shelf)
    if form.get("undo"):
        after = replace(before, undo=",".join(split(form["undo"]))).undone()
    else:
        choices, _, forgets = form.get("repair", form.get("c", "")).partition("|")
        gone = set(forgets.split(","))
        answers = {code: text for code, text in before.answers.items() if code not in gone}
        known = {code: each for code, each in before.known.items() if code not in gone}
        after = replace(before, choices=tuple(split(choices)), answers=answers, known=known).undoable(before)
    return redirect(request, after.address(), await keep(request, before, after, session))


routes = [repair]
