"""Models that others made and published. They are not part of this project: a test that needs one finds it beside the
checkout, in the folder ``../shared/models`` or the one that the variable PUBLIC_MODELS names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PUBLIC = Path(os.environ.get("PUBLIC_MODELS") or Path(__file__).parents[3] / "shared" / "models")


def public_model(name: str) -> Path:
    """The file of a public model; the test that asks for it is left out where the models are not to be had."""
    if not PUBLIC.is_dir():
        pytest.skip(f"no public models in {PUBLIC}")
    return PUBLIC / name
