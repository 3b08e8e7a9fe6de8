"""How a page presents itself to those who link to it: search engines, and messengers with their previews."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

SHOP = "Atelier"
UNLISTED = {"X-Robots-Tag": "noindex"}
"""Headers of what search engines may read and are not to list."""


@dataclass(frozen=True, slots=True)
class Share:
    """What ``templates/layouts/share.html`` says of a page. Addresses are paths without the language."""

    title: str
    description: str
    path: str = ""
    """The one address of the page, whatever it shows; without it no search engine is told of any."""
    shown: str = ""
    """The address of just what it shows, where that is another one."""
    picture: str = ""
    """A PNG of 1200 x 630 pixels."""
    alt: str = ""
    data: str = ""
    """The same for machines: see `linked_data`."""


def linked_data(*things: Mapping[str, Any]) -> Markup:
    """Things by schema.org's vocabulary as JSON-LD, so written that no text in them ends the element it stands in."""
    text = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no element begins or ends without that sign
