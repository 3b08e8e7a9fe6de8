"""What a product's author would like to know of people who want to be asked, and which options suit which answer."""

from __future__ import annotations

from dataclasses import dataclass

from configurator.engine.file.document import Document, Section
from configurator.engine.file.names import Names
from configurator.engine.model import ProductModel, Texts


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """One of the buttons; `suits` are the options, as ``group.option``, that are good for who presses it."""

    code: str
    label: Texts
    suits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """A question about how somebody lives; `benefit` says what they get by the answer."""

    code: str
    label: Texts
    benefit: Texts
    answers: tuple[AnswerWords, ...]


def read_questions(document: Document, model: ProductModel) -> tuple[QuestionWords, ...]:
    """The questions in `document`; problems are reported there."""
    return tuple(_question(section, model) for section in document.root.sections("questions"))


def _question(section: Section, model: ProductModel) -> QuestionWords:
    answers = tuple(_answer(inner, model) for inner in section.sections("answers"))
    if len(answers) < 2:
        section.report("answers" if answers else "", "a question needs two answers or more")
    label, benefit = section.text("label", required=True), section.text("benefit", required=True)
    return QuestionWords(section.code, label, benefit, answers)


def _answer(section: Section, model: ProductModel) -> AnswerWords:
    options = {f"{group.code}.{option.code}" for group, option in model.options()}
    suits = section.strings("suits")
    for index, code in enumerate(suits):
        if code not in options:
            message = f'"{code}" is no option of this product{Names.near(code, options)}'
            section.document.report((*section.path, "suits", index), message)
    return AnswerWords(section.code, section.text("label", required=True), tuple(suits))
