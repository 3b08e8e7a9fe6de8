"""How a saved product looks, in words and picture and in every language, so that nobody needs its version to show it.

A portrait holds the owner's own words and measures: it is for their eyes, and for those who make the thing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from app.core.i18n import LOCALES
from configurator.build.asking import Asking
from configurator.build.compose import picture_of
from configurator.build.drafts import Answers
from configurator.build.view import Picture
from configurator.build.wording import Wording
from configurator.engine.model import Group, Kind
from configurator.engine.product import Product

Words = dict[str, str]
"""Locale to text."""


class Drawing(TypedDict):
    """As `Picture`, with its words in every language."""

    template: str
    parts: dict[str, object]
    alt: Words


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture that was handed in: for which question, and its address without the language."""

    group: str
    question: str
    href: str


class Said(TypedDict):
    """A question that is answered, and its answer."""

    group: str
    question: Words
    answer: Words
    upload: NotRequired[str]
    """The picture that answers it."""


class Portrait(TypedDict):
    """What is kept of each revision; empty for those that were saved before portraits were."""

    title: Words
    summary: Words
    picture: Drawing
    answers: list[Said]


def portrait_of(asking: Asking, product: Product) -> Portrait:
    """The portrait of `product`, a full one of the version that `asking` asks."""
    file = asking.published.file
    voices = {locale: Wording(file, locale) for locale in LOCALES}
    drawn = {locale: picture_of(asking, product, words) for locale, words in voices.items()}
    any_drawn = drawn[LOCALES[0]]
    return Portrait(
        title=_each(voices, lambda words: words.of(asking.label)),
        summary=_each(voices, lambda words: words.described(file.words.summary, product, asking.answers)),
        picture=Drawing(
            template=any_drawn.template,
            parts=dict(any_drawn.parts),
            alt={locale: picture.alt for locale, picture in drawn.items()},
        ),
        answers=[said for group in file.model.groups if (said := _said(voices, group, product, asking.answers))],
    )


def _said(voices: Mapping[str, Wording], group: Group, product: Product, answers: Answers) -> Said | None:
    answer = _each(voices, lambda words: words.answer(group, product, answers))
    if not any(answer.values()):
        return None
    said = Said(group=group.code, question=_each(voices, lambda words: words.of(group.label)), answer=answer)
    if group.kind is Kind.FILE:
        said["upload"] = answers[group.code]
    return said


def _each(voices: Mapping[str, Wording], speak: Callable[[Wording], str]) -> Words:
    return {locale: speak(words) for locale, words in voices.items()}


def title_in(portrait: Portrait, locale: str) -> str:
    """Its title."""
    return portrait.get("title", {}).get(locale, "")


def summary_in(portrait: Portrait, locale: str) -> str:
    """Its line of words."""
    return portrait.get("summary", {}).get(locale, "")


def picture_in(portrait: Portrait, locale: str) -> Picture:
    """Its drawing."""
    drawn = portrait.get("picture", Drawing(template="", parts={}, alt={}))
    return Picture(drawn["template"], drawn["parts"], drawn["alt"].get(locale, ""))


def answers_in(portrait: Portrait, locale: str) -> dict[str, tuple[str, str]]:
    """Question and answer by group, in the author's order."""
    return {
        said["group"]: (said["question"].get(locale, ""), said["answer"].get(locale, ""))
        for said in portrait.get("answers", [])
    }


def uploads_in(portrait: Portrait, at: str, locale: str) -> tuple[Attached, ...]:
    """The pictures that were handed in, at the page `at` of the thing."""
    return tuple(
        Attached(said["group"], said["question"].get(locale, ""), f"{at}/uploads/{said['upload']}")
        for said in portrait.get("answers", [])
        if "upload" in said
    )


def holds_upload(portrait: Portrait, name: str) -> bool:
    """Whether the picture of that name was handed in for it."""
    return any(said.get("upload") == name for said in portrait.get("answers", []))
