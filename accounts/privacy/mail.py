"""Letters about an erasure."""

from __future__ import annotations

from typing import Any

from litestar import Request
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.models import Person
from accounts.privacy.models import Erasure
from app.core.formats import format_date
from app.core.i18n import translator
from app.core.language import absolute
from app.core.mail import Letter, send_letter

Asker = Request[Any, Any, Any]


async def tell_of_erasure(session: AsyncSession, request: Asker, person: Person, erasure: Erasure) -> None:
    """When the person will be erased, and how to take it back."""
    _, locale = translator(person.locale).gettext, person.locale
    day = format_date(erasure.due_at.date(), locale)
    letter = Letter(
        subject=_("Your data at Atelier will be erased on {day}", day=day),
        paragraphs=(
            _("You asked us to erase what we hold of you. Until then you can change your mind."),
            _("Nothing is learned from you meanwhile, nothing that is known of you is used, and nothing is sent on."),
        ),
        action=(_("Keep my account"), absolute(request, "/my/data", locale)),
        after=(_("If that was not you, keep your account, and set a new password."),),
        reason=_("You get this mail because somebody who was signed in to your account asked for it."),
    )
    await send_letter(session, person.email, locale, letter)


async def tell_that_it_stays(session: AsyncSession, request: Asker, person: Person) -> None:
    """Nothing will be erased."""
    _, locale = translator(person.locale).gettext, person.locale
    letter = Letter(
        subject=_("Your account at Atelier stays"),
        paragraphs=(_("You took it back in time: nothing was erased, and what you had allowed holds again."),),
        action=(_("Your data"), absolute(request, "/my/data", locale)),
        reason=_("You get this mail because your account at Atelier was changed."),
    )
    await send_letter(session, person.email, locale, letter)
