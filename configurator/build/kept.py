"""Pages and replies that were made lately: many shoppers ask the same, and each page is asked for twice, before and
after a click. Nothing with personal answers in it is kept."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import fields
from functools import partial
from operator import attrgetter
from typing import Any

from litestar import Request

from app.core.kept import Kept
from app.core.language import link, locale_of, prefix_of
from configurator.build.asking import Asking
from configurator.build.compose import Composer, Mistake
from configurator.build.view import BuildPage

PERSONAL = ("answers", "known", "aside")
_asked = attrgetter(*(each.name for each in fields(Asking) if each.name not in ("published", *PERSONAL)))

_pages: Kept[BuildPage] = Kept(256)


def page_of(
    request: Request[Any, Any, Any], asking: Asking, mistakes: Mapping[str, Mistake] | None = None
) -> BuildPage:
    """The page of a question; those without personal answers are remembered, however their choices are written."""
    compose = partial(Composer, asking, locale_of(request), partial(link, request), mistakes)
    key = None if mistakes else sight_of(request, asking)
    return compose().page() if key is None else _pages.made(key, lambda: compose().page())


def sight_of(request: Request[Any, Any, Any], asking: Asking) -> Hashable | None:
    """As ``question_of``, and the same for questions whose choices come to the same."""
    return question_of(request, asking if asking.misplaced else asking.settled())


def question_of(request: Request[Any, Any, Any], asking: Asking) -> Hashable | None:
    """All that the page of a question depends on; None where that is personal."""
    if any(getattr(asking, name, None) for name in PERSONAL):
        return None
    return (asking.published.hash, _asked(asking), asking.facts.day, locale_of(request), prefix_of(request))
