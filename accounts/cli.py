"""The commands of the ``atelier`` command that work on people."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import click
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.addresses import NoAddress, read_email
from accounts.identity.models import Role
from accounts.identity.people import end_roles, grant_role, new_person, person_of, staff_of
from app.core.database import Database
from app.core.settings import Settings
from app.core.terminal import settings_or_explain

GRANTED_BY = "atelier staff"


@click.group()
def staff() -> None:
    """Who works in the shop, and what they may do."""


@staff.command()
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="What they may do")
def add(email: str, role: str) -> None:
    """Give the person with this EMAIL a role. Without an account they get one, and sign in by mail."""
    asyncio.run(_add(settings_or_explain(), _address(email), Role(role)))
    click.echo(f"{_address(email)} is {role} now.")


@staff.command()
@click.argument("email")
def remove(email: str) -> None:
    """Take every role from the person with this EMAIL, at once."""
    if not asyncio.run(_remove(settings_or_explain(), _address(email))):
        raise click.ClickException(f"{_address(email)} has no role.")
    click.echo(f"{_address(email)} has no role any more.")


@staff.command(name="list")
def show() -> None:
    """Everybody who has a role."""
    for email, role in asyncio.run(_list(settings_or_explain())):
        click.echo(f"{email}  {role}")


async def _add(settings: Settings, email: str, role: Role) -> None:
    async with _writing(settings) as session:
        person = await person_of(session, email) or await new_person(session, email, settings.default_locale)
        if person is None:
            raise click.ClickException(f"{email} has just made an account; once more, please.")
        await grant_role(session, person, role, GRANTED_BY)


async def _remove(settings: Settings, email: str) -> bool:
    async with _writing(settings) as session:
        person = await person_of(session, email)
        return person is not None and await end_roles(session, person)


async def _list(settings: Settings) -> list[tuple[str, Role]]:
    async with _writing(settings) as session:
        return await staff_of(session)


@asynccontextmanager
async def _writing(settings: Settings) -> AsyncIterator[AsyncSession]:
    database = Database(settings.database_url)
    try:
        async with database.writing() as session:
            yield session
    except DBAPIError as trouble:
        raise click.ClickException(f"The database is not ready (atelier migrate?): {trouble.orig}") from None
    finally:
        await database.close()


def _address(text: str) -> str:
    try:
        return read_email(text)
    except NoAddress:
        raise click.ClickException(f"{text} is no e-mail address.") from None
