"""The product that a module names by its ``FILE``, and one who draws it."""

from __future__ import annotations

from pathlib import Path

import pytest

from configurator.catalogue.productfile import read_product
from configurator.engine.compiled import CompiledProduct
from configurator.publishing.shelf import Published
from tests.support.drawing import Draughtsman


@pytest.fixture(scope="module")
def published(request: pytest.FixtureRequest) -> Published:
    path: Path = request.module.FILE
    file = read_product(path.read_text(encoding="utf-8"), path.name)
    return Published(file.content_hash, file, CompiledProduct(file.model))


@pytest.fixture(scope="module")
def draughtsman(published: Published) -> Draughtsman:
    return Draughtsman(published)
