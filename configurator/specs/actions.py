"""Saving specs."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Visitor
from app.core import clock
from configurator.build.asking import Asking
from configurator.engine.choices import plain
from configurator.pricing.quote import quote
from configurator.specs.codes import new_code
from configurator.specs.models import KEEP_DELETED, Revision, Snapshot, Spec
from configurator.specs.portrait import portrait_of

CONTENT = ("version", "base", "region", "choices", "answers", "snapshot")
"""What a revision says; the rest of it follows, or tells of the day."""


async def save_spec(session: AsyncSession, asking: Asking, visitor: Visitor, token: str) -> Spec:
    """A new spec of how `asking` stands, for the visitor, whose browser has this secret."""
    spec = Spec(code=new_code(), product=asking.product, created_at=clock.now())
    visitor.give(spec, token)
    session.add(spec)
    await session.flush()
    session.add(revision_of(spec, 1, asking))
    return spec


async def save_revision(session: AsyncSession, spec: Spec, asking: Asking) -> Revision:
    """How `asking` stands as the spec's next revision; the newest one again when nothing differs from it."""
    await session.execute(select(Spec.id).where(Spec.id == spec.id).with_for_update())  # who save at once take turns
    newest = select(Revision).where(Revision.spec_id == spec.id).order_by(Revision.number.desc()).limit(1)
    last = (await session.scalars(newest)).one()
    revision = revision_of(spec, last.number + 1, asking)
    if _content(revision) == _content(last):
        return last
    session.add(revision)
    await session.flush()
    return revision


async def copy_spec(session: AsyncSession, spec: Spec, revision: Revision, visitor: Visitor, token: str) -> Spec:
    """A new spec of the visitor's, whose browser has this secret, that says what the revision of `spec` says."""
    copy = Spec(code=new_code(), product=spec.product, created_at=clock.now())
    visitor.give(copy, token)
    session.add(copy)
    await session.flush()
    same = {name: getattr(revision, name) for name in (*CONTENT, "portrait", "currency", "total", "saved_at")}
    session.add(Revision(spec_id=copy.id, number=1, **same))
    return copy


def delete_spec(spec: Spec) -> None:
    """Take a spec away; until it is removed for good, its owner can put it back."""
    spec.deleted_at = spec.deleted_at or clock.now()


def put_back(spec: Spec) -> None:
    """Undo the deletion."""
    spec.deleted_at = None


async def remove_deleted(session: AsyncSession) -> None:
    """Remove for good what was deleted so long ago that it can no longer be put back."""
    await session.execute(delete(Spec).where(Spec.deleted_at <= clock.now() - KEEP_DELETED))


def _content(revision: Revision) -> tuple[object, ...]:
    return tuple(getattr(revision, name) for name in CONTENT)


def revision_of(spec: Spec, number: int, asking: Asking) -> Revision:
    """How `asking` stands, as the revision of that number."""
    verdict = asking.verdict()
    breakdown = quote(asking.book, verdict.product)
    return Revision(
        spec_id=spec.id,
        number=number,
        version=asking.published.hash,
        base=asking.base,
        region=asking.region,
        choices=list(asking.public(verdict.choices)),
        answers=dict(asking.answers),
        snapshot=_snapshot(asking),
        portrait=portrait_of(asking, verdict.product),
        currency=breakdown.currency,
        total=breakdown.total,
        saved_at=clock.now(),
    )


def _snapshot(asking: Asking) -> Snapshot:
    """The standing product. Personal numbers are in, since they price it; the page shows them to the owner only."""
    product = asking.verdict().product
    return Snapshot(
        options={f"{group}.{option}": count for (group, option), count in product.options.items()},
        numbers={group: plain(value) for group, value in product.numbers.items()},
        texts=sorted(product.texts),
    )
