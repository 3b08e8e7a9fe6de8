"""The ``atelier`` command."""

from __future__ import annotations

from pathlib import Path

import click

from accounts.cli import staff
from app import running
from app.core.settings import Settings, SettingsError
from app.core.terminal import settings_or_explain
from app.migrations import upgrade
from app.translations import i18n
from configurator import checking
from configurator import cli as products
from configurator.benching import cli as benching

EXAMPLES = Path(__file__).parent.parent / "examples"
SHOWN_FIRST = ("ebike", "workstation", "jeans")
"""The order in which the demo shows its products, as a shop keeps that in which they were first published."""


@click.group()
@click.version_option(package_name="atelier")
def main() -> None:
    """Atelier, a product configurator shop. Settings come from ATELIER_... variables of the environment."""


@main.command()
def run() -> None:
    """Everything in one process: migrate, load the demo shop if asked to, serve and work."""
    settings = settings_or_explain()
    _migrate(settings)
    if settings.demo:
        products.publish_or_explain(settings.database_url, demo_files())
    try:
        running.run(settings)
    except SettingsError as refusal:
        raise click.ClickException(str(refusal)) from None


def demo_files() -> list[Path]:
    """The product files of the demo: all of the examples, those that are shown first before the others."""
    order = {name: place for place, name in enumerate(SHOWN_FIRST)}
    return sorted(EXAMPLES.glob("*.toml"), key=lambda file: (order.get(file.stem, len(order)), file.stem))


@main.command()
def serve() -> None:
    """Serve the shop; a worker has to run beside it."""
    running.serve(settings_or_explain())


@main.command()
def worker() -> None:
    """Send what the shop has to send, and do what has to be done every so often."""
    running.work(settings_or_explain())


@main.command()
def migrate() -> None:
    """Bring the database to the newest form."""
    _migrate(settings_or_explain())


@main.command()
@click.argument("files", type=checking.FILE, nargs=-1, required=True)
def publish(files: tuple[Path, ...]) -> None:
    """Make FILES the current versions of their products: all of them, or none."""
    settings = settings_or_explain()
    _migrate(settings)
    products.publish_or_explain(settings.database_url, list(files))


main.add_command(checking.check)
main.add_command(products.verdict)
main.add_command(benching.bench)
main.add_command(benching.replay)
main.add_command(staff)
main.add_command(i18n)


def _migrate(settings: Settings) -> None:
    settings.data.mkdir(parents=True, exist_ok=True)
    upgrade(settings.database_url)


if __name__ == "__main__":
    main()
