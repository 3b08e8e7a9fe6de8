"""The personal page: a letter to whoever opens it, and the ways to all that is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from accounts.identity.visitors import Visitor
from app.core.formats import format_date
from app.core.i18n import LANGUAGE_NAMES
from app.core.language import locale_of, translator_of
from app.core.rendering import render


@dataclass(frozen=True, slots=True)
class MyPage:
    """What ``templates/app/my.html`` shows; for a guest all but the title is empty.

    `languages` are the others, besides the `language` of the account: code and name of each.
    """

    title: str
    email: str = ""
    since: str = ""
    language: str = ""
    languages: tuple[tuple[str, str], ...] = ()


@get("/my", include_in_schema=False)
async def my_page(request: Request[Any, Any, Any], visitor: NamedDependency[Visitor]) -> Response[str]:
    """Their own page for whoever is signed in; for a guest, what goes without an account, and the way in."""
    _ = translator_of(request).gettext
    person = visitor.person
    if person is None:
        return render(request, "app/my.html", page=MyPage(_("Good day.")))
    title = _("Good day, {name}.", name=person.name) if person.name else _("Good day.")
    since = format_date(person.created_at.date(), locale_of(request))
    others = tuple((code, name) for code, name in LANGUAGE_NAMES.items() if code != person.locale)
    page = MyPage(title, person.email, since, LANGUAGE_NAMES[person.locale], others)
    return render(request, "app/my.html", page=page)
