"""The shop's processes: the web, the worker, or both in one loop, each until it is told to end."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Generator, Iterator
from contextlib import AsyncExitStack, contextmanager

import click
import uvicorn
import uvloop
from litestar.types import ASGIApp

from app.asgi import create_app
from app.core.database import Database
from app.core.logs import log
from app.core.settings import Settings
from app.worker import create_worker
from configurator.payments.gateway import Gateway

GRACE = 2
"""Seconds that answers under way are given at the end."""


def serve(settings: Settings) -> None:
    """The web alone."""
    uvloop.run(_open(settings, with_worker=False))


def work(settings: Settings) -> None:
    """The worker alone."""
    uvloop.run(_work(settings))


def run(settings: Settings) -> None:
    """Web and worker in one; in the demo, with the servers that it brings."""
    uvloop.run(_run(settings))


async def _work(settings: Settings) -> None:
    database, gateway = Database(settings.database_url), Gateway.of(settings)
    with until_told() as stop:
        await create_worker(settings, database, gateway).run(stop)
    if gateway is not None:
        await gateway.close()
    await database.close()


async def _run(settings: Settings) -> None:
    async with AsyncExitStack() as stack:
        if settings.demo:
            from app.demo.running import demo  # what serves for real imports nothing of the demo

            settings = await stack.enter_async_context(demo(settings))
        await _open(settings, with_worker=True)


async def _open(settings: Settings, *, with_worker: bool) -> None:
    app = create_app(settings)
    server = _Server(web_config(app, settings))
    # What is loaded by now stays, so the collector need not walk it: its pauses were the slowest clicks.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    socket = server.config.bind_socket()
    _greet(settings)
    with until_told() as stop:
        async with asyncio.TaskGroup() as tasks:
            serving = tasks.create_task(server.serve(sockets=[socket]))
            serving.add_done_callback(lambda _: stop.set())
            if with_worker:
                await create_worker(settings, app.state.database, app.state.gateway).run(stop)
            else:
                await stop.wait()
            server.should_exit = True


def web_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """How the web is served. A caller's address is what a proxy says only where that proxy is trusted."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=GRACE,
    )


@contextmanager
def until_told() -> Iterator[asyncio.Event]:
    """An event that is set when the process is told to end, by Ctrl+C or by the system."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    for each in signals:
        loop.add_signal_handler(each, stop.set)
    try:
        yield stop
    finally:
        for each in signals:
            loop.remove_signal_handler(each)


class _Server(uvicorn.Server):
    """The web server, which leaves signals to the process that it shares with others."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def _greet(settings: Settings) -> None:
    if not (settings.secure or settings.loopback):
        log.warning("over plain http browsers keep no secure cookie, so nobody can change what they saved")
    click.echo(f"\n  Atelier is open at {settings.base_url}/   (Ctrl+C closes it)\n")
    if settings.demo:
        click.echo(f"  Build an e-bike     {settings.base_url}/build/ebike")
        click.echo(f"  The same in Russian {settings.base_url}/ru/build/ebike")
        click.echo(f"  What it mails       {settings.base_url}/demo/mail")
        click.echo(f"  Its profile system  {settings.feed_url}/")
        click.echo(f"  For programs        {settings.base_url}/schema\n")
