"""Product models in other forms than a product file: read, and some written, each by the ending of its file.

Every reader makes the same `ProductModel` of what it reads, so that whatever the engine can do it can do for each of
them. Options keep their names as labels; the codes are made from them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from configurator.engine.file.document import Document, Problem, ProductFileError
from configurator.engine.file.modelfile import read_model
from configurator.engine.formats.codes import Codes
from configurator.engine.formats.coom import read_coom
from configurator.engine.formats.dimacs import read_dimacs
from configurator.engine.formats.uvl import read_uvl
from configurator.engine.formats.xcsp import read_xcsp
from configurator.engine.model import ProductModel

NATIVE = ".toml"
READERS: dict[str, Callable[[str, str, str], ProductModel]] = {
    ".uvl": read_uvl,
    ".cnf": read_dimacs,
    ".dimacs": read_dimacs,
    ".xml": read_xcsp,
    ".coom": read_coom,
}
"""Ending to reader: it takes the text, the file's name, and the code that the product gets."""


def read_model_file(path: Path) -> ProductModel:
    """The product model in the file, whatever form its ending says it has.

    Raises `ProductFileError` for a file with problems, or with an ending that nobody knows. Of a product file the
    prices, words and pictures are not looked at.
    """
    ending = path.suffix.lower()
    if ending not in (NATIVE, *READERS):
        message = f"a model's file ends in one of {', '.join((NATIVE, *READERS))}"
        raise ProductFileError(str(path), [Problem(1, 1, message)])
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Problem(1, 1, f"not UTF-8: {error.reason} at byte {error.start}")
        raise ProductFileError(str(path), [problem]) from None
    if ending == NATIVE:
        return _native(text, str(path))
    return READERS[ending](text, str(path), Codes().take(path.stem))


def _native(text: str, name: str) -> ProductModel:
    document = Document(text, name)
    model = read_model(document)
    if document.problems:
        raise ProductFileError(name, document.problems)
    return model
