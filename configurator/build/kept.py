"""Pages that were composed lately: many shoppers ask the same, and each page is asked for twice, before and after."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from functools import partial
from typing import Any

from litestar import Request

from app.core.language import link, locale_of, prefix_of
from configurator.build.asking import Asking
from configurator.build.compose import Composer, Mistake
from configurator.build.view import BuildPage

KEPT_PAGES = 256

_pages: OrderedDict[tuple[object, ...], BuildPage] = OrderedDict()


def page_of(
    request: Request[Any, Any, Any], asking: Asking, mistakes: Mapping[str, Mistake] | None = None
) -> BuildPage:
    """The page of a question; those without personal answers are remembered."""
    compose = partial(Composer, asking, locale_of(request), partial(link, request), mistakes)
    if asking.answers or mistakes:
        return compose().page()
    question = (asking.published.hash, asking.choices, asking.base, asking.region, asking.spec, asking.want)
    key = (*question, asking.facts.day, locale_of(request), prefix_of(request))
    page = _pages.get(key)
    if page is None:
        page = _pages[key] = compose().page()
        if len(_pages) > KEPT_PAGES:
            _pages.popitem(last=False)
    _pages.move_to_end(key)
    return page
