"""The privacy policy, rendered from the register of purposes, their notices and the data map."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from accounts.consent.notices import NoticeText, notice_of
from accounts.consent.purposes import PURPOSES, Basis
from accounts.identity import sessions
from accounts.identity.anonymity import ANONYMOUS_COOKIE, ANONYMOUS_COOKIE_DAYS
from accounts.identity.visitors import SESSION_COOKIE
from app.core.database import Base
from app.core.datamap import personal_columns
from app.core.i18n import Translator
from app.core.language import LANGUAGE_COOKIE, LANGUAGE_COOKIE_DAYS, locale_of, translator_of
from app.core.rendering import render
from app.core.security import GUEST_COOKIE, GUEST_COOKIE_DAYS, REGION_COOKIE, REGION_COOKIE_DAYS
from app.core.settings import Settings
from app.core.sharing import Share

Asker = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A purpose: what is told of it, what allows it, and the data that are kept for it."""

    code: str
    notice: NoticeText
    basis: str
    data: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """What ``templates/accounts/privacy/policy.html`` shows; a cookie has its name, its use and its days."""

    title: str
    purposes: tuple[Section, ...]
    cookies: tuple[tuple[str, str, str], ...]
    email: str


@get("/privacy", include_in_schema=False, sync_to_thread=False)
def policy_page(request: Asker, settings: NamedDependency[Settings]) -> Response[Any]:
    """All that data is used for."""
    texts, locale, data = translator_of(request), locale_of(request), _data_by_purpose()
    purposes = tuple(
        Section(
            purpose.code,
            notice_of(purpose, locale),
            _basis_words(purpose.basis, texts),
            tuple(dict.fromkeys(map(texts.gettext, data.get(purpose.code, ())))),
        )
        for purpose in PURPOSES.values()
    )
    title = texts.gettext("What we use your data for")
    page = PolicyPage(title, purposes, _cookies(texts), parseaddr(settings.mail_from)[1])
    share = Share(
        title,
        texts.gettext("What each thing we keep is used for, how long, who gets it, and how you take it back."),
        path="/privacy",
    )
    return render(request, "accounts/privacy/policy.html", page=page, share=share)


def _data_by_purpose() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for _, _, tag in personal_columns(Base.metadata):
        found.setdefault(tag.purpose, []).append(tag.words)
    return found


def _basis_words(basis: Basis, texts: Translator) -> str:
    match basis:
        case Basis.CONTRACT:
            return texts.gettext("It is needed for what you order or ask for (GDPR, article 6(1)(b)).")
        case Basis.LAW:
            return texts.gettext("The law demands it (GDPR, article 6(1)(c)).")
        case Basis.CONSENT:
            return texts.gettext("Your permission, and nothing without it (GDPR, article 6(1)(a)).")


def _cookies(texts: Translator) -> tuple[tuple[str, str, str], ...]:
    _ = texts.gettext
    kept = (
        (
            GUEST_COOKIE,
            _("So that what you tell, save and order as a guest stays yours in this browser."),
            GUEST_COOKIE_DAYS,
        ),
        (SESSION_COOKIE, _("So that you are signed in."), sessions.DAYS),
        (LANGUAGE_COOKIE, _("So that the shop speaks the language of your account."), LANGUAGE_COOKIE_DAYS),
        (
            REGION_COOKIE,
            _("So that you see the prices for where you are, once you have chosen that."),
            REGION_COOKIE_DAYS,
        ),
        (ANONYMOUS_COOKIE, _("So that your browser stays anonymous, if you made it so."), ANONYMOUS_COOKIE_DAYS),
    )
    return tuple((name, use, texts.ngettext("{n} day", "{n} days", days)) for name, use, days in kept)


routes = [policy_page]
