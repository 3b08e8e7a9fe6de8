"""The ``atelier`` command."""

from __future__ import annotations

import gc
from pathlib import Path

import click
import uvicorn

from app.asgi import create_app
from app.core.logs import configure_logging, log
from app.core.settings import Settings, SettingsError
from app.migrations import upgrade
from configurator import cli as products

DEMO = Path(__file__).parent.parent / "examples"


@click.group()
@click.version_option(package_name="atelier")
def main() -> None:
    """Atelier, a product configurator shop. Settings come from ATELIER_... variables of the environment."""


@main.command()
def run() -> None:
    """Everything in one process: migrate, load the demo shop if asked to, serve."""
    settings = _settings()
    _migrate(settings)
    if settings.demo:
        products.publish_or_explain(settings.database_url, sorted(DEMO.glob("*.toml")))
    _serve(settings)


@main.command()
def serve() -> None:
    """Serve the shop."""
    _serve(_settings())


@main.command()
def migrate() -> None:
    """Bring the database to the newest form."""
    _migrate(_settings())


@main.command()
@click.argument("files", type=products.FILE, nargs=-1, required=True)
def publish(files: tuple[Path, ...]) -> None:
    """Make FILES the current versions of their products: all of them, or none."""
    settings = _settings()
    _migrate(settings)
    products.publish_or_explain(settings.database_url, list(files))


main.add_command(products.check)
main.add_command(products.verdict)


def _settings() -> Settings:
    try:
        settings = Settings.from_env()
    except SettingsError as refusal:
        raise click.ClickException(str(refusal)) from None
    configure_logging(settings.log_level)
    return settings


def _migrate(settings: Settings) -> None:
    settings.data.mkdir(parents=True, exist_ok=True)
    upgrade(settings.database_url)


def _serve(settings: Settings) -> None:
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
    # What is loaded by now stays, so the collector need not walk it: its pauses were the slowest clicks.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    socket = config.bind_socket()
    _greet(settings)
    uvicorn.Server(config).run(sockets=[socket])


def _greet(settings: Settings) -> None:
    if not (settings.secure or settings.loopback):
        log.warning("over plain http browsers keep no secure cookie, so nobody can change what they saved")
    click.echo(f"\n  Atelier is open at {settings.base_url}/   (Ctrl+C closes it)\n")
    if settings.demo:
        click.echo(f"  Build an e-bike     {settings.base_url}/build/ebike")
        click.echo(f"  The same in Russian {settings.base_url}/ru/build/ebike")
        click.echo(f"  For programs        {settings.base_url}/schema\n")


if __name__ == "__main__":
    main()
