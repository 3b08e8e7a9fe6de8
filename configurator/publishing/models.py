"""Versions of products, and which one is current."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, UtcDateTime
from app.core.datamap import IMPERSONAL


class ProductVersion(Base):
    """A product as it was published. Never changed: its key is the SHA-256 of what it says."""

    __tablename__ = "product_versions"
    __table_args__ = ({"info": IMPERSONAL},)

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    product: Mapped[str] = mapped_column(String(64), index=True)
    source: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Publication(Base):
    """One act of publishing; a product's newest names its current version."""

    __tablename__ = "publications"
    __table_args__ = (Index("ix_publications_product_id", "product", "id"), {"info": IMPERSONAL})

    id: Mapped[int] = mapped_column(primary_key=True)
    product: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(ForeignKey("product_versions.hash"))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
