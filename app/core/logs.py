"""Logs: one line a request and one an event, as JSON, or for people when a terminal reads along.

Never in a log: query strings, cookies, bodies, secrets that stand in a path, and the values of local variables in
tracebacks.
"""

from __future__ import annotations

import logging
import sys
import time
from traceback import walk_tb
from typing import IO
from urllib.parse import quote

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from app.core.ids import is_token

log = structlog.get_logger("atelier")
QUIET_PATHS = frozenset(("/healthz", "/readyz"))


def configure_logging(level: str, stream: IO[str] | None = None) -> None:
    """Send the shop's events and the libraries' log records to one stream (stderr) in one form."""
    stream = stream or sys.stderr
    common: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    final: structlog.typing.Processor
    if stream.isatty():
        final = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    else:
        common.append(structlog.processors.format_exc_info)
        final = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*common, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=common,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, final],
        )
    )
    # Most of them would tell what people wrote, and Stripe's client what is asked of it.
    for chatty in ("alembic", "aiosqlite", "httpx", "httpcore", "mail.log", "stripe", "uvicorn.error"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())


def log_crash(event: str, error: Exception, **context: object) -> None:
    """Log an error nobody foresaw by its type and place alone: its message may hold what people wrote."""
    *_, (frame, line) = walk_tb(error.__traceback__)
    log.error(event, error=type(error).__name__, at=f"{frame.f_code.co_filename}:{line}", **context)


class AccessLayer:
    """ASGI layer around everything that can fail: writes the request's line, and answers what nothing inside could."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0
        path = scope["path"]
        shown = quote("/".join("*" if is_token(part) else part for part in path.split("/")), safe="/*")

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, note_status)
        except Exception:
            log.exception("unanswered", method=scope["method"], path=shown)
            if not status:
                await _answer_500(note_status)
        finally:
            if path not in QUIET_PATHS:
                milliseconds = round((time.perf_counter() - started) * 1000, 1)
                log.info("request", method=scope["method"], path=shown, status=status, ms=milliseconds)


async def _answer_500(send: Send) -> None:
    body = b"Something went wrong here.\n"
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 500, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
