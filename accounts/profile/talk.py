"""What each request about facts needs: who asks, in which transaction, what they sent; and the page to answer with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.consent.models import Grant
from accounts.consent.purposes import REMEMBER
from accounts.consent.queries import is_restricted, standing_grants, subject_of
from accounts.identity.models import Person
from accounts.identity.onward import onward
from accounts.identity.visitors import Visitor
from accounts.profile.budget import asking_of
from accounts.profile.closed import Closed, closed_by
from accounts.profile.models import Fact
from accounts.profile.queries import grounds_of, measures_of, own_fact, silenced, tastes_of, uses_of
from accounts.profile.questions import Question, Questions
from accounts.profile.view import SHOWN_SILENCES, Knowledge, Trouble, facts_page
from app.core.forms import redirect, sent_form
from app.core.i18n import Translator
from app.core.language import translator_of
from app.core.rendering import render

Asker = Request[Any, Any, Any]

PAGE = 50
"""So many facts stand on one page."""
HERE = "/my/facts"


@dataclass(frozen=True, slots=True)
class Talk:
    """One request about what is known of a person."""

    request: Asker
    visitor: Visitor
    person: Person
    session: AsyncSession
    questions: Questions
    form: Mapping[str, str]

    @property
    def texts(self) -> Translator:
        return translator_of(self.request)

    async def fact(self, number: int) -> Fact | None:
        """The person's fact of that number, locked with all that is theirs."""
        await subject_of(self.session, self.person.id)
        return await own_fact(self.session, self.person.id, number)

    async def permission(self) -> Grant | Closed:
        """The grant by which they can tell something here and now, locked; or why they cannot."""
        subject = await subject_of(self.session, self.person.id)
        restricted = subject is not None and subject.restricted_at is not None
        standing = await standing_grants(self.session, self.person.id)
        return self._closed(standing, restricted=restricted) or standing[REMEMBER.code]

    def asked(self, key: str) -> Question | None:
        """What people are asked by this key."""
        return next((question for question in self.questions.asked() if question.key == key), None)

    def on(self) -> Response[Any]:
        """Back to the page from which it was sent."""
        return redirect(self.request, onward(self.form.get("next", ""), HERE))

    async def show(
        self, *, status: int = 200, trouble: Trouble | None = None, after: int = 0, done: str = ""
    ) -> Response[Any]:
        """The page of facts: of the list, what comes after the fact of that id."""
        known = await self._known(after)
        page = facts_page(known, self.questions, self.texts, trouble or Trouble(), after, done)
        return render(self.request, "accounts/profile/facts.html", status=status, page=page)

    async def refuse(self, status: int, field: str, words: str, fact: Fact | None = None) -> Response[Any]:
        """The page with what was typed into the field of that id, and why it is not kept; with the fact it is about."""
        trouble = Trouble({field: words}, {field: self.form.get("value", "")})
        return await self.show(status=status, trouble=trouble, after=0 if fact is None or fact.measure else fact.id - 1)

    async def gone(self) -> Response[Any]:
        """The page after a fact was named that there is not."""
        words = self.texts.gettext("We do not know that, or not any more. It may have been forgotten in another tab.")
        return await self.show(status=404, trouble=Trouble({"main": words}))

    async def _known(self, after: int) -> Knowledge:
        session, person_id = self.session, self.person.id
        measures = [] if after else await measures_of(session, person_id)
        tastes = await tastes_of(session, person_id, after, PAGE + 1)
        shown = [fact.id for fact in (*measures, *tastes[:PAGE])]
        restricted, standing = await is_restricted(session, person_id), await standing_grants(session, person_id)
        return Knowledge(
            measures=measures,
            tastes=tastes[:PAGE],
            more=len(tastes) > PAGE,
            grounds=await grounds_of(session, shown),
            uses=await uses_of(session, shown),
            silences=await silenced(session, person_id, SHOWN_SILENCES),
            asking=await asking_of(session, person_id, self.questions.asked()),
            allowed=frozenset(standing),
            closed=self._closed(standing, restricted=restricted),
        )

    def _closed(self, standing: Mapping[str, Grant], *, restricted: bool) -> Closed | None:
        return closed_by(restricted=restricted, anonymous=self.visitor.anonymous, allowed=standing, texts=self.texts)


async def provide_talk(
    request: Asker,
    visitor: NamedDependency[Visitor],
    person: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
    questions: NamedDependency[Questions],
) -> Talk:
    """The request, read."""
    form = await sent_form(request) if request.method == "POST" else {}
    return Talk(request, visitor, person, session, questions, form)
