"""The personal page: a letter to whoever opens it, and the ways to all that is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from accounts.identity.visitors import Visitor
from app.core.formats import format_date
from app.core.language import locale_of, translator_of
from app.core.rendering import render


@dataclass(frozen=True, slots=True)
class MyPage:
    """What ``templates/app/my.html`` shows; `email` is empty for a guest."""

    title: str
    email: str = ""
    since: str = ""


@get("/my", include_in_schema=False)
async def my_page(request: Request[Any, Any, Any], visitor: NamedDependency[Visitor]) -> Response[str]:
    """Their own page for whoever is signed in; for a guest, what goes without an account, and the way in."""
    _ = translator_of(request).gettext
    person = visitor.person
    if person is None:
        return render(request, "app/my.html", page=MyPage(_("Good day.")))
    title = _("Good day, {name}.", name=person.name) if person.name else _("Good day.")
    since = format_date(person.created_at.date(), locale_of(request))
    return render(request, "app/my.html", page=MyPage(title, person.email, since))
