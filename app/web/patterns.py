"""The pattern page: every part of a page in every state, made by the same templates as the pages themselves.

For those who work on the look, so only in the demo and for staff.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from accounts.identity.visitors import Visitor
from app.core.i18n import Translator
from app.core.language import link, locale_of, translator_of
from app.core.rendering import render
from app.core.settings import Settings
from configurator.build.asking import Asking
from configurator.build.compose import Composer
from configurator.build.form import read_form
from configurator.build.view import BuildPage, Notice, Suggestion
from configurator.build.wording import Wording
from configurator.catalogue.productfile import read_product
from configurator.engine.compiled import CompiledProduct
from configurator.publishing.shelf import Published

SPECIMEN = Path(__file__).with_suffix(".toml")
STOOD = "frame.step,bags.side:2,extras.guard"
TOLD = {"leg": "62", "plate": "Anna"}
SENT = {
    "colour": "colour.ochre",
    "extras.guard": "1",
    "bags.side": "2",
    "drive": "drive.belt",
    "height": "73",
    "plate": "Anna",
    "motto": "1 + 1",
}
"""The form as somebody sends it: a belt, which does not fit, and two fields that cannot be taken."""
OFFERED = ("saddle.leather", "extras.stand")

Asker = Request[Any, Any, Any]


@get("/patterns", include_in_schema=False)
async def patterns(
    request: Asker, settings: NamedDependency[Settings], visitor: NamedDependency[Visitor]
) -> Response[str]:
    """The page, for whoever may see it; raises NotFoundException for others."""
    if not (settings.demo or visitor.roles):
        raise NotFoundException
    return render(request, "app/patterns.html", page=_page(request))


@cache
def _specimen() -> Published:
    file = read_product(SPECIMEN.read_text(encoding="utf-8"), SPECIMEN.name)
    return Published(file.content_hash, file, CompiledProduct(file.model))


def _page(request: Asker) -> BuildPage:
    published, texts, locale = _specimen(), translator_of(request), locale_of(request)
    stood = Asking.of(published, {"c": STOOD}, TOLD)
    filled = read_form(stood, SENT, Wording(published.file, locale))
    page = Composer(filled.asking, locale, partial(link, request), filled.mistakes).page()
    offers = tuple(page.tiles[code] for code in OFFERED)
    suggestion = Suggestion(1, texts.gettext("Since you told us something, we offer what suits it."), offers)
    questions = tuple(replace(question, open=True) for question in page.questions)
    notices = (*_notices(texts), *page.notices)
    return replace(page, notices=notices, suggestions=(suggestion,), questions=questions)


def _notices(texts: Translator) -> Iterator[Notice]:
    _ = texts.gettext
    yield Notice("", _("Something that is good to know"), (_("It is said once, in a sentence or two."),))
    yield Notice("warn", _("Something to look at"), (_("The first thing."), _("The second thing.")))
    yield Notice("stop", _("Something that did not work"), (_("What to do now."),), "#notices", _("A link that helps"))
    yield Notice("done", _("Something that is done"), also=(("#notices", _("Undo")), ("#notices", _("Another way"))))
