"""The page to go on with: what an address or a form says of it is believed only if it is one of ours."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from app.core.i18n import split_path

HOME = "/my"
LONGEST = 500
# One slash and no backslash: browsers take either pair for the beginning of another host. Nothing but what stands
# in an address as it is: they leave out tabs and line ends before they look.
OURS = re.compile(r"/(?![/\\])[!-\[\]-~]*\Z")


def onward(text: str, otherwise: str = HOME) -> str:
    """A path of this site, without its language; `otherwise` for whatever is none."""
    path = split_path(text)[1] if text.startswith("/") else ""
    return path if len(path) <= LONGEST and OURS.match(path) else otherwise


def with_next(path: str, following: str) -> str:
    """A page that is to lead on to another one afterwards."""
    return path if following in ("", HOME) else f"{path}?{urlencode({'next': following})}"
