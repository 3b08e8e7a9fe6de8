"""What a shopper reads and sees of a product besides its labels: questions, notes, swatches, pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from configurator.engine.file.document import Document, Section
from configurator.engine.model import Kind, ProductModel, Scale, Texts

LAYOUTS = ("rows", "pictures", "swatches")
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_PLACE = re.compile(r"\{([^{}]*)\}")
_SENTENCES = re.compile(r"(?<=\.)\s+")


@dataclass(frozen=True, slots=True)
class OptionWords:
    """One line of benefit; the css class of a swatch; the name of an icon; what it is, for who wants to know."""

    note: Texts = field(default_factory=dict)
    swatch: str = ""
    icon: str = ""
    help: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """That a number is a measure of the body, the same for any product that asks it.

    `grain` base units (millimetres, grams) are one of the group's unit; `benefit` says what people get for telling it.
    """

    of: str
    grain: int
    benefit: Texts


@dataclass(frozen=True, slots=True)
class GroupWords:
    """The question as it is put, help for who wants more, and how the options are laid out.

    `individual`: who answers it has the thing made for themselves alone, which ends the right of withdrawal.
    `preview` is the css class in which a text is shown as it will look.
    """

    question: Texts = field(default_factory=dict)
    help: Texts = field(default_factory=dict)
    layout: str = "rows"
    individual: bool = False
    measure: Measure | None = None
    options: Mapping[str, OptionWords] = field(default_factory=dict)
    preview: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the trade, and what it means."""

    code: str
    label: Texts
    text: Texts


@dataclass(frozen=True, slots=True)
class ProductWords:
    """`summary` and `alt` hold ``{group}`` where the label of its answer goes."""

    tagline: Texts = field(default_factory=dict)
    intro: Texts = field(default_factory=dict)
    picture: str = ""
    summary: Texts = field(default_factory=dict)
    alt: Texts = field(default_factory=dict)
    groups: Mapping[str, GroupWords] = field(default_factory=dict)
    bases: Mapping[str, Texts] = field(default_factory=dict)
    glossary: tuple[Term, ...] = ()

    @property
    def explained(self) -> bool:
        """Whether any word of it is explained beside the page."""
        options = (option for group in self.groups.values() for option in group.options.values())
        return bool(self.glossary) or any(option.help for option in options)


def read_words(document: Document, model: ProductModel) -> ProductWords:
    """The words in `document`; problems are reported there."""
    product = document.root.section("product")
    scales = {group.code: group.scale for group in model.groups}
    groups = {section.code: _group(section, scales[section.code]) for section in document.root.sections("groups")}
    bases = {section.code: section.text("note") for section in document.root.sections("bases")}
    terms = tuple(
        Term(section.code, section.text("label", required=True), section.text("text", required=True))
        for section in document.root.sections("glossary")
    )
    if product is None:
        return ProductWords(groups=groups, bases=bases, glossary=terms)
    return ProductWords(
        product.text("tagline"),
        product.text("intro"),
        _name(product, "picture"),
        _template(product, "summary", model),
        _template(product, "alt", model),
        groups,
        bases,
        terms,
    )


def _group(section: Section, scale: Scale | None) -> GroupWords:
    options = {
        inner.code: OptionWords(inner.text("note"), _name(inner, "swatch"), _name(inner, "icon"), inner.text("help"))
        for inner in section.sections("options")
    }
    layout = section.string("layout", "rows", among=LAYOUTS)
    own = section.string("kind") in (Kind.TEXT, Kind.FILE)
    individual = section.flag("individual")
    if individual and not (own or section.flag("personal")):
        section.report("individual", "only a personal number, a text or a file can be: options are made for anybody")
    return GroupWords(
        section.text("question"),
        section.text("help"),
        layout,
        individual or own,
        _measure(section, scale) if "measure" in section else None,
        options,
        _name(section, "preview") if section.string("kind") == Kind.TEXT else "",
    )


def _measure(section: Section, scale: Scale | None) -> Measure | None:
    inner = section.section("measure")
    if inner is None:
        return None
    of, benefit = inner.name("of"), inner.text("benefit", required=True)
    grain = inner.integer("grain", least=1, most=10**6)
    if not (section.string("kind") == Kind.NUMBER and section.flag("personal")):
        section.report("measure", "only a personal number is a measure of somebody")
    if "grain" not in inner:
        inner.report("grain", "how many millimetres or grams is one of the unit?")
    elif grain and scale and (scale.least * grain % 1 or scale.step * grain % 1):
        inner.report("grain", "min and step must come to whole millimetres or grams")
    return Measure(of, grain, benefit) if grain else None


def _name(section: Section, key: str) -> str:
    """A name that may stand in a path or a css class."""
    name = section.string(key)
    if name and not _NAME.fullmatch(name):
        section.report(key, f'"{name}" is no name: expected small letters, digits, _ and -')
        return ""
    return name


def _template(section: Section, key: str, model: ProductModel) -> Texts:
    texts = section.text(key)
    for locale, text in texts.items():
        for code in _PLACE.findall(text):
            if model.group(code) is None:
                section.report(key, f'"{{{code}}}" in the text for "{locale}" is no group')
    return texts


def filled(text: str, answers: Mapping[str, str]) -> str:
    """`text` with each ``{group}`` replaced by its answer, without the sentences to which there is none at all."""
    sentences = (each for each in _SENTENCES.split(text) if _said(_PLACE.findall(each), answers))
    return _PLACE.sub(lambda found: answers.get(found[1], ""), " ".join(sentences))


def _said(places: Sequence[str], answers: Mapping[str, str]) -> bool:
    return not places or any(answers.get(place) for place in places)
