"""Two to four products side by side, with what differs between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Visitor
from app.core.formats import format_difference
from app.core.i18n import Translator
from app.core.language import link, translator_of
from app.core.limits import Limiter
from app.core.rendering import render
from app.core.sharing import UNLISTED
from configurator.build.view import Notice, Picture
from configurator.publishing.shelf import Shelf
from configurator.specs.codes import written
from configurator.specs.columns import Column, spec_column, standing_column
from configurator.specs.models import Revision, Spec
from configurator.specs.portrait import title_in
from configurator.specs.queries import Saved, specs_of

Asker = Request[Any, Any, Any]

MOST = 4
OFFERED = 20


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `difference` is how much more or less it costs than the first one."""

    title: str
    code: str
    said: str
    href: str
    picture: Picture
    total: str
    difference: str


@dataclass(frozen=True, slots=True)
class Row:
    """A question with the answer of each column, and what that adds or takes off."""

    label: str
    cells: tuple[tuple[str, str], ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class ComparePage:
    """What `templates/configurator/specs/compare.html` shows.

    `offered` are specs that can be laid beside: code, title, whether it is there already. `fields` ride in that form.
    """

    title: str
    notices: tuple[Notice, ...]
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    same_words: str
    all: bool
    other_href: str
    """The same with all questions, or with those alone that differ."""
    offered: tuple[tuple[str, str, bool], ...]
    fields: tuple[tuple[str, str], ...]


@get("/compare", include_in_schema=False)
async def compare(
    request: Asker,
    visitor: NamedDependency[Visitor],
    session: NamedDependency[AsyncSession],
    shelf: NamedDependency[Shelf],
    limits: NamedDependency[Limiter],
) -> Response[str]:
    """The specs that the address names, and what stands in the configurator if it says so."""
    texts = translator_of(request)
    codes = list(dict.fromkeys(text.strip()[:40] for text in request.query_params.getall("s", []) if text.strip()))
    now = await standing_column(request, session, shelf)
    room = MOST - (now is not None)
    found = [(code, await spec_column(request, session, shelf, visitor, limits, code)) for code in codes[:room]]
    columns = [column for column in (*(column for _, column in found), now) if column is not None]
    notices = [*_unknown([code for code, column in found if column is None], texts)]
    if len(codes) > room:
        notices.append(Notice("warn", texts.gettext("At most {n} stand side by side; the rest is left out.", n=MOST)))
    saved = await specs_of(session, visitor, most=OFFERED)
    page = _page(request, columns, notices, saved, now, texts)
    return render(request, "configurator/specs/compare.html", headers=UNLISTED, page=page)


def _unknown(codes: Sequence[str], texts: Translator) -> Iterator[Notice]:
    for code in codes:
        yield Notice("warn", texts.gettext("There is no spec with the code {code}.", code=code))


def _page(
    request: Asker,
    columns: Sequence[Column],
    notices: list[Notice],
    saved: Sequence[Saved],
    now: Column | None,
    texts: Translator,
) -> ComparePage:
    _ = texts.gettext
    everything = "all" in request.query_params
    rows = tuple(_rows(columns, texts)) if len(columns) > 1 else ()
    if len(columns) > 1 and not rows:
        item = _("They are different things, and have no question in common. What they cost stands above.")
        notices.append(Notice("warn", _("There is nothing to compare part by part."), (item,)))
    same = sum(not row.differs for row in rows)
    standing = () if now is None else tuple(now.asking.fields(product=now.product, want="", undo="", picked="").items())
    shown = tuple(("s", column.code) for column in columns if column.code)
    here = [*standing, *shown]
    return ComparePage(
        _title(columns, now, texts),
        tuple(notices),
        tuple(_heads(columns, texts)),
        rows if everything else tuple(row for row in rows if row.differs),
        texts.ngettext("{n} question has the same answer.", "{n} questions have the same answer.", same)
        if same
        else "",
        everything,
        link(request, f"/compare?{urlencode(here if everything else [*here, ('all', '1')], safe=',:.')}"),
        tuple(_offered(saved, shown, texts)),
        standing,
    )


def _title(columns: Sequence[Column], now: Column | None, texts: Translator) -> str:
    saved = [column.code for column in columns if column.code]
    if now is not None and saved == [now.asking.spec]:
        return texts.gettext("What has changed since you saved it")
    return texts.gettext("Side by side") if len(columns) > 1 else texts.gettext("What shall stand side by side?")


def _heads(columns: Sequence[Column], texts: Translator) -> Iterator[Head]:
    for number, column in enumerate(columns):
        comparable = number and column.currency == columns[0].currency
        more = column.total - columns[0].total
        difference = format_difference(more, column.currency, texts.locale) if comparable and more else ""
        picture = replace(column.picture, id=f"p{number}")
        yield Head(column.title, column.code, column.said, column.href, picture, column.total_words, difference)


def _rows(columns: Sequence[Column], texts: Translator) -> Iterator[Row]:
    """The questions that all of the products ask, in the order of the first one."""
    alike = len({column.product for column in columns}) == 1
    everywhere = [set(column.groups) for column in columns]
    one_currency = len({column.currency for column in columns}) == 1
    asked = (code for column in columns for code in column.groups)
    for code in dict.fromkeys(asked):
        answers = [column.answers.get(code) for column in columns]
        labels = {answer.label for answer in answers if answer}
        if not labels or (not alike and (len(labels) > 1 or not all(code in each for each in everywhere))):
            continue
        cells = tuple(_cell(column, code, texts) for column in columns)
        told = [words for words, _ in cells]
        label = next(answer.label for answer in answers if answer)
        uploads = {answer.upload for answer in answers if answer}
        yield Row(label, cells, len(set(cells if one_currency else told)) > 1 or len(uploads) > 1)


def _cell(column: Column, code: str, texts: Translator) -> tuple[str, str]:
    """The answer, and its amount where it has one."""
    answer = column.answers.get(code)
    if answer is None:
        hidden = code not in column.groups and column.asking.published.file.model.group(code)
        return (texts.gettext("not shown") if hidden else ""), ""
    return answer.words, format_difference(answer.amount, column.currency, texts.locale) if answer.amount else ""


def _offered(
    saved: Sequence[Saved], shown: Sequence[tuple[str, str]], texts: Translator
) -> Iterator[tuple[str, str, bool]]:
    """The visitor's own specs, to be laid beside."""
    there = {code for _, code in shown}
    for spec, revision in saved:
        yield written(spec.code), _called(spec, revision, texts), written(spec.code) in there


def _called(spec: Spec, revision: Revision, texts: Translator) -> str:
    return spec.name or title_in(revision.portrait, texts.locale) or written(spec.code)


routes = [compare]
