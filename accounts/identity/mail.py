"""Letters about an account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Request
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.links import new_link
from accounts.identity.models import Person, Purpose
from accounts.identity.people import person_of
from app.core.i18n import Translator, translator
from app.core.language import absolute, locale_of
from app.core.limits import Limit, Limiter, caller_of
from app.core.mail import Letter, send_letter

Asker = Request[Any, Any, Any]

LETTERS_OF_CALLER = Limit("letters asked for by a caller", 40, timedelta(hours=1))
LETTERS_TO_EMAIL = Limit("letters to an e-mail", 5, timedelta(hours=1))


def limit_letters(request: Asker, limits: Limiter, email: str) -> None:
    """Count a letter that somebody asks for; raises TooManyRequestsException."""
    limits.hit(LETTERS_OF_CALLER, caller_of(request))
    limits.hit(LETTERS_TO_EMAIL, email)


async def send_link(session: AsyncSession, request: Asker, email: str, following: str, *, asked: Purpose) -> None:
    """Send a letter with a link to an address: to sign in, where it has an account, else to make one.

    Whoever asks learns nothing from it: each way is one look, one link and one letter.
    """
    person = await person_of(session, email)
    purpose = Purpose.SIGN_UP if person is None else Purpose.SIGN_IN
    locale = locale_of(request) if person is None else person.locale
    token = await new_link(session, purpose, email, following)
    page, make = ("/signup/account", _to_sign_up) if person is None else ("/signin/link", _to_sign_in)
    address = absolute(request, f"{page}?{urlencode({'token': token})}", locale)
    await send_letter(session, email, locale, make(translator(locale), address, asked is purpose))


async def send_password_news(session: AsyncSession, request: Asker, person: Person, *, removed: bool) -> None:
    """Tell somebody of a change of their password, which they may not have made themselves."""
    _ = translator(person.locale).gettext
    letter = Letter(
        subject=_("Your password was removed") if removed else _("Your password was changed"),
        paragraphs=(
            _("From now on you sign in to Atelier by a link that we mail you.")
            if removed
            else _("From now on you sign in to Atelier with the new password. Other browsers were signed out."),
        ),
        action=(_("See where you are signed in"), absolute(request, "/my/sessions", person.locale)),
        after=(_("If that was not you, sign in by a link, set a password of your own and sign out everywhere else."),),
        reason=_("You get this mail because your account at Atelier was changed."),
    )
    await send_letter(session, person.email, person.locale, letter)


def _to_sign_in(texts: Translator, address: str, expected: bool) -> Letter:
    _ = texts.gettext
    return Letter(
        subject=_("Your link to sign in"),
        paragraphs=(
            _("This button signs you in to Atelier. It works once, and for 20 minutes.")
            if expected
            else _("You have an account at Atelier already. This button signs you in; it works once, for 20 minutes."),
        ),
        action=(_("Sign in"), address),
        after=(_("If you did not ask for it, do nothing: without this mail nobody gets in."),),
        reason=_("You get this mail because somebody typed your address at Atelier."),
    )


def _to_sign_up(texts: Translator, address: str, expected: bool) -> Letter:
    _ = texts.gettext
    return Letter(
        subject=_("Your link to make an account"),
        paragraphs=(
            _("This button makes your account at Atelier. It works once, and until this time tomorrow.")
            if expected
            else _("There is no account at Atelier for this address yet. This button makes one; it works for a day."),
        ),
        action=(_("Make my account"), address),
        after=(_("If you did not ask for it, do nothing, and there will be no account."),),
        reason=_("You get this mail because somebody typed your address at Atelier."),
    )
