"""A few plain questions, and the options that suit the answers: nothing is kept of whoever answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from app.core.database import Database
from app.core.forms import redirect, sent_form
from app.core.language import link, locale_of
from app.core.rendering import render
from app.core.sharing import Share
from configurator.build.asking import Asking
from configurator.build.pages import load, load_form
from configurator.build.wording import Wording
from configurator.engine.model import Kind
from configurator.pricing.quote import total
from configurator.publishing.shelf import Shelf

Asker = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class PlainQuestion:
    """A question with its answers, as code and words."""

    code: str
    label: str
    benefit: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GuidePage:
    """What `templates/configurator/build/guide.html` shows; `fields` ride in its form."""

    title: str
    product: str
    fields: tuple[tuple[str, str], ...]
    questions: tuple[PlainQuestion, ...]
    skip_href: str


@get("/build/{product:str}/guide", include_in_schema=False)
async def guide(
    request: Asker, product: FromPath[str], database: NamedDependency[Database], shelf: NamedDependency[Shelf]
) -> Response[str]:
    """The questions; all that was chosen rides along."""
    async with database.reading() as session:
        asking, _ = await load(request, product, request.query_params, session, shelf)
    file, words = asking.published.file, Wording(asking.published.file, locale_of(request))
    if not file.questions:
        raise NotFoundException
    questions = (
        PlainQuestion(
            each.code,
            words.of(each.label),
            words.of(each.benefit),
            tuple((answer.code, words.of(answer.label)) for answer in each.answers),
        )
        for each in file.questions
    )
    page = GuidePage(
        words.gettext("Help me choose: {product}", product=words.of(file.model.label)),
        asking.product,
        tuple(asking.fields().items()),
        tuple(questions),
        link(request, asking.address()),
    )
    description = words.gettext("Answer a few plain questions, and what suits your answers is put in.")
    share = Share(page.title, description, path=f"/build/{asking.product}/guide")
    return render(request, "configurator/build/guide.html", page=page, share=share)


@post("/build/{product:str}/guide", include_in_schema=False)
async def choose_for(
    request: Asker, product: FromPath[str], database: NamedDependency[Database], shelf: NamedDependency[Shelf]
) -> Response[Any]:
    """Put in what suits the answers, as far as it goes together and with what was chosen before."""
    form = await sent_form(request)
    async with database.reading() as session:
        before, _ = await load_form(request, product, form, session, shelf)
    chosen = {text.partition(":")[0] for text in before.choices}
    suits = tuple(code for code in dict.fromkeys(_suits(before, form)) if code not in chosen)
    return redirect(request, (fitted(before, suits) if suits else before).address())


def _suits(asking: Asking, form: Mapping[str, str]) -> Iterator[str]:
    """The options that suit the answers, question by question."""
    for question in asking.published.file.questions:
        for answer in question.answers:
            if form.get(f"answer.{question.code}") == answer.code:
                yield from answer.suits


def fitted(before: Asking, suits: tuple[str, ...]) -> Asking:
    """The question with as many of the options as go together, so that nothing chosen or told before gives way.

    Of several to a question that takes one, the first is tried; all are noted as ``picked``, for the page to say why
    some are not in.
    """
    file, verdict = before.published.file, before.verdict()
    own = [str(choice) for choice in verdict.choices]
    taken = {choice.group for choice in verdict.choices}
    tried: list[str] = []
    for code in suits:
        group = file.model[code.partition(".")[0]]
        if group.kind is Kind.SOME or group.code not in taken:
            tried.append(code)
        if group.kind is not Kind.SOME:
            taken.add(group.code)
    nearest = before.published.compiled.nearest(
        [*own, *tried], before.facts, before.base, partial(total, before.book), keep=own
    )
    return replace(before.with_choices(nearest.choices), picked=suits).undoable(before.with_choices(verdict.choices))


routes = [guide, choose_for]
