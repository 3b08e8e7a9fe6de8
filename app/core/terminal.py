"""What the parts of the ``atelier`` command share."""

from __future__ import annotations

import click

from app.core.logs import configure_logging
from app.core.settings import Settings, SettingsError


def settings_or_explain() -> Settings:
    """The settings, with logs set up; leaves the command with an explanation where they make no sense."""
    try:
        settings = Settings.from_env()
    except SettingsError as refusal:
        raise click.ClickException(str(refusal)) from None
    configure_logging(settings.log_level)
    return settings
