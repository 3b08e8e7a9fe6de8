"""The configurator in a page of another site: the same, but for what is personal and for what is kept.

Nothing of the visitor's browser counts in it, so it works without cookies; all that was chosen stands in its address.
Saving and ordering leave the frame, so that no page around it can make anybody press these buttons unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from app.core.database import Database
from app.core.forms import redirect, sent_form
from app.core.language import link, locale_of, translator_of
from app.core.rendering import wants_blocks
from app.core.security import let_frame
from app.core.settings import Settings
from app.core.sharing import UNLISTED
from configurator.build.asking import Asking
from configurator.build.changes import Turn, answer_of, reply_to
from configurator.build.compose import Mistake
from configurator.build.form import read_form
from configurator.build.kept import page_of
from configurator.build.pages import answer, load, shown_fields
from configurator.build.view import BuildPage, Notice, Question
from configurator.build.wording import Wording
from configurator.publishing.shelf import Shelf

Asker = Request[Any, Any, Any]


@get("/embed/{product:str}", include_in_schema=False)
async def embedded(
    request: Asker,
    product: FromPath[str],
    database: NamedDependency[Database],
    shelf: NamedDependency[Shelf],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """The configurator for the frames of those sites that the settings name; where they name none, there is nothing."""
    asking, notices = await _load(request, product, request.query_params, database, shelf, settings)
    page = _page(request, asking)
    if wants_blocks(request):
        shown, _ = await _load(request, product, shown_fields(request), database, shelf, settings)
        return answer_of(reply_to(request, Turn(shown, asking, _page(request, shown), page, notices)))
    return _answer(request, replace(page, notices=(*notices, *page.notices)))


@post("/embed/{product:str}", include_in_schema=False, status_code=200)
async def update_embedded(
    request: Asker,
    product: FromPath[str],
    database: NamedDependency[Database],
    shelf: NamedDependency[Shelf],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """What the form changes, as in the shop; personal answers in it do not count."""
    form = await sent_form(request)
    before, notices = await _load(request, product, form, database, shelf, settings)
    if form.get("c") is None:
        return redirect(request, before.address())
    public = {name: text for name, text in form.items() if not before.personal(name)}
    filled = read_form(before, public, Wording(before.published.file, locale_of(request)))
    page = _page(request, filled.asking, filled.mistakes)
    if wants_blocks(request):
        turn = Turn(before, filled.asking, _page(request, before), page, notices, filled.touched)
        return answer_of(reply_to(request, turn))
    if filled.mistakes:
        return _answer(request, page, 422)
    return redirect(request, filled.asking.settled().address())


async def _load(
    request: Asker, product: str, fields: Mapping[str, str], database: Database, shelf: Shelf, settings: Settings
) -> tuple[Asking, tuple[Notice, ...]]:
    """The question in `fields`, whose answer sites may frame; raises NotFoundException where none may."""
    if not settings.embed_hosts:
        raise NotFoundException
    shown = {name: text for name, text in fields.items() if name not in ("spec", "picked")}
    async with database.reading() as session:
        found = await load(request, product, shown, session, shelf, embedded=True)
    let_frame(request, settings.embed_hosts)
    return found


def _page(request: Asker, asking: Asking, mistakes: Mapping[str, Mistake] | None = None) -> BuildPage:
    """The page of a question for a frame; ``here`` leads to the same in the shop."""
    page = page_of(request, asking, mistakes)
    words = translator_of(request).gettext("This is asked in the shop, where you save or order it.")
    questions = (_left_to_the_shop(each, words) if asking.personal(each.code) else each for each in page.questions)
    in_shop = replace(asking, embedded=False, want="", undo="").address(c=page.choices)
    return replace(page, questions=tuple(questions), here=link(request, in_shop), embedded=True, files=False)


def _left_to_the_shop(question: Question, words: str) -> Question:
    if question.status == "absent":
        return Question.hidden(question.code)
    return replace(question, entry=None, tiles=(), help=words)


def _answer(request: Asker, page: BuildPage, status: int = 200) -> Response[Any]:
    said = answer(request, page, status)
    said.headers.update(UNLISTED)
    return said


routes = [embedded, update_embedded]
