"""Pages and fragments out of templates. A fragment is one or more blocks of the page's own template."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.bccache import Bucket
from jinja2.runtime import Macro
from jinja2_fragments import render_block
from litestar import MediaType, Request, Response
from litestar.datastructures import Cookie
from markupsafe import escape

from app.core.assets import Assets
from app.core.compression import shared
from app.core.i18n import LOCALES, translator
from app.core.kept import Kept
from app.core.language import locale_of, prefix_of, switch_link

Shell = Callable[[Request[Any, Any, Any]], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page's template, sent alone: the element it takes the place of, and variables of its own.

    One that was rendered before brings its `html`.
    """

    name: str
    id: str = ""
    variables: Mapping[str, object] = field(default_factory=dict)
    html: str = ""


KEPT_PAGES = 128
KEPT_PARTS = 8_000
KEPT_LONG = 500
FRAME = "frame"
"""Where a request keeps what stands around every page."""
HTMX_HEADERS = "HX-Request, HX-Request-Type"


class CompiledTemplates(BytecodeCache):
    """What templates were compiled to in this process: the same for every environment, since only globals differ."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key, bucket.checksum] = bucket.code


COMPILED = CompiledTemplates()


class PlainGlobals(Environment):
    """An environment whose templates share its own globals: these are copied for every block and include, and a plain
    mapping is many times as quick to copy as the chain of mappings that Jinja makes."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template, which brings none of its own."""
        return super().make_globals(d) if d else self.globals


class Templates:
    """One Jinja environment for each way a page can be asked for: every language, named by the address or not.

    So ``_``, ``url`` and the others are globals and work in imported macros too. ``shell`` gives what the frame
    around every page shows.
    """

    def __init__(self, folder: Path, assets: Assets, base_url: str, shell: Shell) -> None:
        self._shell = shell
        self._pages: Kept[str] = Kept(KEPT_PAGES)
        self._environments = {
            (locale, prefix): _environment(folder, assets, base_url, locale, prefix)
            for locale in LOCALES
            for prefix in ("", f"/{locale}")
        }

    def page(
        self, request: Request[Any, Any, Any], template: str, context: Mapping[str, object], key: Hashable | None = None
    ) -> str:
        """The whole page. One with a `key`, which says all that is in the context, is kept for who asks for it next."""
        frame = self._frame(request)

        def made() -> str:
            return self._environment(request).get_template(template).render({**frame, **context})

        if key is None:
            return made()
        return self._pages.made((template, locale_of(request), prefix_of(request), key, *frame.items()), made)

    def part(self, locale: str, template: str, **context: object) -> str:
        """A template outside any request, such as a drawing that is kept with an order."""
        return self._environments[locale, f"/{locale}"].get_template(template).render(context)

    def blocks(
        self, request: Request[Any, Any, Any], template: str, blocks: Iterable[Block], context: Mapping[str, object]
    ) -> str:
        """Some blocks of the page, each as htmx 4 takes several at once: an ``hx-partial`` with the id it replaces."""
        environment = self._environment(request)
        common = {**self._frame(request), **context}
        parts = []
        for block in blocks:
            html = block.html or render_block(environment, template, block.name, {**common, **block.variables})
            parts.append(f'<hx-partial id="{escape(block.id or block.name)}">{html}</hx-partial>')
        return "".join(parts)

    def block(self, request: Request[Any, Any, Any], template: str, name: str, context: Mapping[str, object]) -> str:
        """One block of the page, as it stands in it."""
        return render_block(self._environment(request), template, name, {**self._frame(request), **context})

    def _environment(self, request: Request[Any, Any, Any]) -> Environment:
        return self._environments[locale_of(request), prefix_of(request)]

    def _frame(self, request: Request[Any, Any, Any]) -> dict[str, object]:
        frame: dict[str, object] | None = request.scope["state"].get(FRAME)
        if frame is None:
            frame = request.scope["state"][FRAME] = {"switch_url": switch_link(request), **self._shell(request)}
        return frame


def render(
    request: Request[Any, Any, Any],
    template: str,
    *,
    blocks: Sequence[Block] | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    cookies: Sequence[Cookie] = (),
    key: Hashable | None = None,
    **context: object,
) -> Response[str]:
    """An answer of HTML: the page, or only some ``blocks`` of it. For `key` see ``Templates.page``."""
    templates: Templates = request.app.state.templates
    if key is not None:
        shared(request.scope)
    if blocks is None:
        body = templates.page(request, template, context, key)
    else:
        body = templates.blocks(request, template, blocks, context)
    return html(body, status, headers, cookies)


def html(
    body: str, status: int = 200, headers: Mapping[str, str] | None = None, cookies: Sequence[Cookie] = ()
) -> Response[str]:
    """The answer that brings HTML."""
    return Response(
        body,
        status_code=status,
        media_type=MediaType.HTML,
        headers={"Vary": HTMX_HEADERS, "Cache-Control": "private, no-cache", **(headers or {})},
        cookies=list(cookies),
    )


def wants_blocks(request: Request[Any, Any, Any]) -> bool:
    """Whether htmx asks for a part of the page. Back in the browser asks for the whole, by htmx as well."""
    return request.headers.get("hx-request-type") == "partial"


def _environment(folder: Path, assets: Assets, base_url: str, locale: str, prefix: str) -> Environment:
    environment = PlainGlobals(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(("html", "svg", "xml"), default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=COMPILED,
    )
    texts = translator(locale)
    parts: Kept[str] = Kept(KEPT_PARTS)

    long_parts: Kept[str] = Kept(KEPT_LONG)

    def kept(macro: Macro, *values: Hashable) -> str:
        """What a macro makes of values, in which all that it shows must stand; made once."""
        return parts.made((macro.name, values), lambda: macro(*values))

    def kept_long(macro: Macro, *values: Hashable) -> str:
        """The same for what is long, of which less is kept."""
        return long_parts.made((macro.name, values), lambda: macro(*values))

    environment.globals.update(
        {
            "kept": kept,
            "kept_long": kept_long,
            "_": texts.gettext,
            "ngettext": texts.ngettext,
            "locale": locale,
            "locales": LOCALES,
            "url": prefix.__add__,
            "absolute_url": f"{base_url}{prefix}".__add__,
            "base_url": base_url,
            "asset": assets.url,
        }
    )
    return environment
