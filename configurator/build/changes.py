"""What answers a click: the parts of the page that differ from what the browser shows."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie

from app.core.kept import Kept
from app.core.language import link, locale_of
from app.core.rendering import Block, Templates, html
from configurator.build.asking import Asking
from configurator.build.compose import changed
from configurator.build.kept import sight_of
from configurator.build.layers import without_same
from configurator.build.view import BuildPage, Notice, Question

TEMPLATE = "configurator/build/page.html"

Asker = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question to the configurator after another one, with the pages of both, what has to be said first, and the
    groups whose fields somebody touched."""

    before: Asking
    asking: Asking
    earlier: BuildPage
    page: BuildPage
    notices: tuple[Notice, ...] = ()
    touched: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reply:
    """Blocks of the page, and the address that stands for it from now on; none where that is the same."""

    body: str
    address: str


_replies: Kept[Reply] = Kept(512)
_stages: Kept[str] = Kept(256)


def reply_to(request: Asker, turn: Turn, key: Hashable | None = None) -> Reply:
    """The reply to a turn. With a `key`, which says all that it depends on, it is kept; see ``kept_reply``."""
    page = changed(turn.page, turn.earlier, turn.asking, locale_of(request))
    turn = replace(turn, page=replace(page, notices=(*turn.notices, *page.notices)))
    templates: Templates = request.app.state.templates
    body = templates.blocks(request, TEMPLATE, _blocks(request, turn), {"page": turn.page})
    address = turn.asking.settled().address()
    reply = Reply(body, "" if address == turn.before.settled().address() else link(request, address))
    return reply if key is None else _replies.keep(key, reply)


def kept_reply(key: Hashable) -> Reply | None:
    """The reply to the same turn, made before."""
    return _replies.find(key)


def answer_of(reply: Reply, cookies: Sequence[Cookie] = ()) -> Response[str]:
    """A reply as htmx takes it."""
    return html(reply.body, headers={"HX-Push-Url": reply.address} if reply.address else {}, cookies=cookies)


def _blocks(request: Asker, turn: Turn) -> Iterator[Block]:
    earlier, page = turn.earlier, turn.page
    yield from map(Block, ("state", "notices", "status", "slip"))
    if (earlier.title, earlier.summary, earlier.picture) != (page.title, page.summary, page.picture):
        shown = _stage(request, turn.before, earlier)
        yield Block("stage", html=without_same(_stage(request, turn.asking, page), shown))
    if earlier.bases != page.bases:
        yield Block("bases")
    if _progress(earlier) != _progress(page):
        yield Block("progress")
    if page.offers:
        yield from _offers(page, earlier)
    stood = {question.code: question for question in earlier.questions}
    for question in page.questions:
        before = stood.get(question.code)
        if question != before or question.code in turn.touched:
            same, icons = _same_tiles(question, before), _same_icons(question, before)
            yield Block("question", f"q-{question.code}", {"question": question, "same": same, "same_icons": icons})


def _offers(page: BuildPage, earlier: BuildPage) -> Iterator[Block]:
    """The offers that differ."""
    tiles, were = page.tiles, earlier.tiles
    for tile in (tiles[code] for code in page.offers if code in tiles and tiles[code] != were.get(code)):
        yield Block("offer", f"offer-{tile.dom_id}", {"offer": tile})


def _stage(request: Asker, asking: Asking, page: BuildPage) -> str:
    """The picture with its words."""
    templates: Templates = request.app.state.templates

    def drawn() -> str:
        return templates.block(request, TEMPLATE, "stage", {"page": page})

    key = sight_of(request, asking)
    return drawn() if key is None else _stages.made(key, drawn)


def _progress(page: BuildPage) -> tuple[object, ...]:
    return page.progress_words, page.current, [question.status for question in page.questions]


def _same_tiles(question: Question, stood: Question | None) -> frozenset[str]:
    """The options that the browser shows just so, by their codes: marks in their places will do."""
    shown = set(stood.tiles) if stood is not None and stood.shown else set()
    return frozenset(tile.code for tile in question.tiles if tile in shown)


def _same_icons(question: Question, stood: Question | None) -> frozenset[str]:
    """The options whose icon the browser shows, by their codes: it is the most of what an option is written with."""
    shown = {tile.code: tile.icon for tile in stood.tiles} if stood is not None and stood.shown else {}
    return frozenset(tile.code for tile in question.tiles if tile.icon and tile.icon == shown.get(tile.code))
