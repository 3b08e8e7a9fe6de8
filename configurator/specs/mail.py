"""Letters about specs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from litestar import Request

from app.core.language import absolute, translator_of
from app.core.mail import Letter
from configurator.specs.codes import written
from configurator.specs.models import Spec


def key_letter(request: Request[Any, Any, Any], spec: Spec, token: str) -> Letter:
    """The letter with the link that opens a spec. Of what is in it the letter says nothing: it may go astray."""
    _ = translator_of(request).gettext
    code = written(spec.code)
    return Letter(
        subject=_("Your link to spec {code}", code=code),
        paragraphs=(
            _("This button opens what you saved at Atelier, spec {code}, in any browser.", code=code),
            _("Whoever has it can see your measures, change the spec and delete it: keep this mail to yourself."),
        ),
        action=(_("Open the spec"), absolute(request, f"/key?{urlencode({'token': token})}")),
        reason=_("You get this mail because somebody typed your address at Atelier."),
    )
