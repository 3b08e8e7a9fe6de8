"""What the page of permissions says of each purpose, and of what was allowed so far."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request

from accounts.consent.models import Grant
from accounts.consent.notices import NoticeText, kept_notice, notice_of
from accounts.consent.purposes import ASKED, PURPOSES, Purpose
from accounts.consent.queries import Past
from accounts.identity.anonymity import Anonymity, anonymity_of
from app.core import clock
from app.core.formats import format_date, format_moment
from app.core.language import link, locale_of, translator_of

Asker = Request[Any, Any, Any]
Uses = Mapping[int, tuple[int, datetime]]
"""By grant: how often something was done by it, and when last."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A purpose that needs permission, with its text of now; its button allows it or withdraws it."""

    code: str
    notice: NoticeText
    state: tuple[str, ...]
    allowed: bool
    action: str
    """Where the button posts to; none where there is nothing to allow."""
    changed: bool
    """Somebody has just tried to allow an older text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was allowed once, and the text that was read."""

    given: str
    ended: str
    used: str
    version: str
    notice: NoticeText


@dataclass(frozen=True, slots=True)
class PermissionsPage:
    """What ``templates/accounts/privacy/permissions.html`` shows; a guest has nothing to allow."""

    title: str
    guest: bool
    anonymity: Anonymity | None
    without: tuple[NoticeText, ...]
    """What needs no permission."""
    restricted: bool = False
    asked: tuple[Asked, ...] = ()
    history: tuple[Entry, ...] = ()
    older_href: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the ledger says of a person; `past` holds one more than a page shows, where there is more."""

    restricted: bool
    standing: Mapping[str, Grant]
    past: Sequence[Past]
    uses: Uses


def guests_page(request: Asker) -> PermissionsPage:
    """The page of somebody without an account."""
    title = translator_of(request).gettext("What you allow")
    return PermissionsPage(title, True, anonymity_of(request), _without(request))


def persons_page(
    request: Asker, ledger: Ledger, offered: Collection[Purpose], changed: Purpose | None, most: int
) -> PermissionsPage:
    """The page of a person: `offered` can be allowed, `changed` has another text now, `most` are listed on a page."""
    shown = ledger.past[:most]
    return PermissionsPage(
        translator_of(request).gettext("What you allow"),
        False,
        anonymity_of(request),
        _without(request),
        ledger.restricted,
        tuple(_asked(request, purpose, ledger, purpose in offered, purpose is changed) for purpose in ASKED),
        tuple(_entry(request, past, ledger) for past in shown),
        link(request, f"/my/permissions?before={shown[-1].grant.id}#history") if len(ledger.past) > most else "",
    )


def _without(request: Asker) -> tuple[NoticeText, ...]:
    return tuple(notice_of(purpose, locale_of(request)) for purpose in PURPOSES.values() if purpose not in ASKED)


def _asked(request: Asker, purpose: Purpose, ledger: Ledger, offered: bool, changed: bool) -> Asked:
    _, notice = translator_of(request).gettext, notice_of(purpose, locale_of(request))
    present, action = ledger.standing.get(purpose.code), link(request, f"/my/permissions/{purpose.code}")
    if present is not None:
        return Asked(purpose.code, notice, _standing(request, present, ledger), True, f"{action}/withdrawal", changed)
    if not offered:
        words, action = _("This shop has no such system: there is nothing to allow."), ""
    else:
        words, action = _("Not allowed."), "" if ledger.restricted else action
    return Asked(purpose.code, notice, (words,), False, action, changed)


def _standing(request: Asker, present: Grant, ledger: Ledger) -> tuple[str, ...]:
    _, locale = translator_of(request).gettext, locale_of(request)
    return (
        _("Allowed since {day}.", day=format_date(present.granted_at.date(), locale)),
        _used(request, ledger.uses, present),
        _("It ends by itself on {day}.", day=format_date(present.expires_at.date(), locale)),
    )


def _entry(request: Asker, past: Past, ledger: Ledger) -> Entry:
    _, locale, grant = translator_of(request).gettext, locale_of(request), past.grant
    if past.withdrawal is not None:
        ended = _("Withdrawn on {moment}.", moment=format_moment(past.withdrawal.withdrawn_at, locale))
    elif grant.expires_at <= clock.now():
        ended = _("Ended by itself on {moment}.", moment=format_moment(grant.expires_at, locale))
    elif ledger.standing.get(grant.purpose) is grant:
        ended = _("It holds until {moment}.", moment=format_moment(grant.expires_at, locale))
    else:
        ended = _("It holds no longer, since the text has changed.")
    return Entry(
        _("Allowed on {moment}.", moment=format_moment(grant.granted_at, locale)),
        ended,
        _used(request, ledger.uses, grant),
        _("Text {version}", version=f"{past.notice.version}, {past.notice.hash[:12]}"),
        kept_notice(past.notice),
    )


def _used(request: Asker, uses: Uses, grant: Grant) -> str:
    texts = translator_of(request)
    count, last = uses.get(grant.id, (0, grant.granted_at))
    if not count:
        return texts.gettext("Not used so far.")
    day = format_date(last.date(), locale_of(request))
    return texts.ngettext("Used once, on {day}.", "Used {n} times, the last time on {day}.", count, day=day)
