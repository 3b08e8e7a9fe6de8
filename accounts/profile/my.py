"""What we know of somebody, on a page of theirs: seen with its source, changed, laid to rest, forgotten; and told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from accounts.consent.queries import subject_of
from accounts.profile.actions import forget, learn_again, rest, set_budget, skip, stop_learning, tell
from accounts.profile.answers import NoAnswer, read_answer
from accounts.profile.budget import MOST_QUESTIONS
from accounts.profile.closed import Closed
from accounts.profile.models import Fact, FactKind, text_in
from accounts.profile.queries import told_fact
from accounts.profile.talk import HERE, Talk, provide_talk
from accounts.profile.view import Trouble
from app.core import clock
from app.core.i18n import Translator

NOT_NOW = timedelta(days=30)
"""How long a fact rests that shall not serve for now."""
TALK = {"talk": Provide(provide_talk)}


@get(HERE, include_in_schema=False, dependencies=TALK)
async def facts(talk: NamedDependency[Talk]) -> Response[Any]:
    """All that we know, a page of it."""
    after, done = (talk.request.query_params.get(name, "") for name in ("after", "done"))
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    return await talk.show(after=number, done=done)


@post("/my/facts/{number:int}/change", include_in_schema=False, dependencies=TALK)
async def change_fact(number: FromPath[int], talk: NamedDependency[Talk]) -> Response[Any]:
    """Say it better: from then on it is told. Whoever saw an older state is told the newer one instead."""
    fact = await talk.fact(number)
    if fact is None:
        return await talk.gone()
    field, texts = f"change-{fact.id}", talk.texts
    question = talk.questions.of(fact.key)
    if question is None:
        words = texts.gettext("No product asks that today, so it can only be forgotten.")
        return await talk.refuse(409, f"fact-{fact.id}", words, fact)
    try:
        told = read_answer(question, talk.form.get("value", ""), texts)
    except NoAnswer as mistake:
        return await talk.refuse(422, field, str(mistake), fact)
    if fact.kind is FactKind.TOLD and fact.value == told.value:
        return talk.on()
    if talk.form.get("turn") != str(fact.turn):
        return await talk.refuse(409, field, _meanwhile(fact, texts), fact)
    grant = await talk.permission()
    if isinstance(grant, Closed):
        return await talk.refuse(409, field, _not_kept(grant, texts), fact)
    await tell(talk.session, talk.person.id, grant, question, told.value, told.words, fact)
    return talk.on()


@post("/my/facts/{number:int}/forgetting", include_in_schema=False, dependencies=TALK)
async def forget_fact(number: FromPath[int], talk: NamedDependency[Talk]) -> Response[Any]:
    """Forget it."""
    fact = await talk.fact(number)
    if fact is None:
        return await talk.gone()
    await forget(talk.session, fact)
    return talk.on()


@post("/my/facts/{number:int}/rest", include_in_schema=False, dependencies=TALK)
async def rest_fact(number: FromPath[int], talk: NamedDependency[Talk]) -> Response[Any]:
    """Not now."""
    fact = await talk.fact(number)
    if fact is None:
        return await talk.gone()
    rest(fact, clock.now() + NOT_NOW)
    return talk.on()


@post("/my/facts/{number:int}/return", include_in_schema=False, dependencies=TALK)
async def return_fact(number: FromPath[int], talk: NamedDependency[Talk]) -> Response[Any]:
    """Let it serve again."""
    fact = await talk.fact(number)
    if fact is None:
        return await talk.gone()
    rest(fact, None)
    return talk.on()


@post("/my/facts/{number:int}/silence", include_in_schema=False, dependencies=TALK)
async def silence_fact(number: FromPath[int], talk: NamedDependency[Talk]) -> Response[Any]:
    """Forget it with all that is known of the same, and learn nothing about that any more."""
    fact = await talk.fact(number)
    if fact is None:
        return await talk.gone()
    await stop_learning(talk.session, talk.person.id, fact.key)
    return talk.on()


@post("/my/silences/ending", include_in_schema=False, dependencies=TALK)
async def end_silence(talk: NamedDependency[Talk]) -> Response[Any]:
    """Let it be learned again."""
    key, value = talk.form.get("key", ""), talk.form.get("value", "")
    if (key + value).isprintable():
        await subject_of(talk.session, talk.person.id)
        await learn_again(talk.session, talk.person.id, key, value)
    return talk.on()


@post("/my/answers", include_in_schema=False, dependencies=TALK)
async def answer(talk: NamedDependency[Talk]) -> Response[Any]:
    """Tell something that was not told before."""
    grant, question, texts = await talk.permission(), talk.asked(talk.form.get("key", "")), talk.texts
    if question is None:
        return await talk.refuse(422, "questions", texts.gettext("No product asks that today."))
    field = f"ask-{question.key}"
    if isinstance(grant, Closed):
        return await talk.refuse(409, field, _not_kept(grant, texts))
    try:
        told = read_answer(question, talk.form.get("value", ""), texts)
    except NoAnswer as mistake:
        return await talk.refuse(422, field, str(mistake))
    present = await told_fact(talk.session, talk.person.id, question.key)
    if present is not None and present.value != told.value:
        return await talk.refuse(409, f"change-{present.id}", _meanwhile(present, texts), present)
    if present is None:
        await tell(talk.session, talk.person.id, grant, question, told.value, told.words)
    return talk.on()


@post("/my/skips", include_in_schema=False, dependencies=TALK)
async def skip_question(talk: NamedDependency[Talk]) -> Response[Any]:
    """Rather not answer."""
    question = talk.asked(talk.form.get("key", ""))
    if question is not None and not isinstance(await talk.permission(), Closed):
        await skip(talk.session, talk.person.id, question.key)
    return talk.on()


@post("/my/budget", include_in_schema=False, dependencies=TALK)
async def change_budget(talk: NamedDependency[Talk]) -> Response[Any]:
    """Be asked more, less, or nothing."""
    typed = talk.form.get("questions", "").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 3 and int(typed) <= MOST_QUESTIONS):
        words = talk.texts.gettext("Please write a whole number from 0 to {most}.", most=MOST_QUESTIONS)
        return await talk.show(status=422, trouble=Trouble({"budget": words}, {"budget": typed}))
    if not isinstance(await talk.permission(), Closed):
        await set_budget(talk.session, talk.person.id, int(typed))
    return talk.on()


def _not_kept(closed: Closed, texts: Translator) -> str:
    kept = texts.gettext("It is not kept.")
    return f"{kept} {closed.words}"


def _meanwhile(fact: Fact, texts: Translator) -> str:
    words = text_in(fact.words, texts.locale)
    return texts.gettext("Meanwhile, in another tab or on another device, this became: {words}.", words=words)


routes = [
    facts,
    change_fact,
    forget_fact,
    rest_fact,
    return_fact,
    silence_fact,
    end_silence,
    answer,
    skip_question,
    change_budget,
]
