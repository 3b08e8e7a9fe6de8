"""The demo's workstation: four machines that can be ordered, and rules that each say no to something."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from app.core.i18n import LOCALES
from configurator.build.wording import Wording
from configurator.catalogue.productfile import ProductFile
from configurator.engine.model import Facts
from configurator.engine.verdict import Verdict
from configurator.publishing.check import Checked, check
from tests.support.rules import silent_rules

FILE = Path(__file__).parents[3] / "examples" / "workstation.toml"
DAY = dt.date(2027, 1, 15)
FACTS = Facts(DAY, "eu")
EVERYWHERE = ("eu", "us", "ru")
NO_CARDS = "gpu.one:0 gpu.entry:0 gpu.mid:0 gpu.high:0 gpu.p24:0 gpu.p48:0 gpu.p96:0 gpu.top:0"


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check(FILE.read_text(encoding="utf-8"), FILE.name, DAY)


@pytest.fixture(scope="module")
def file(checked: Checked) -> ProductFile:
    return checked.file


def asked(checked: Checked, choices: str, base: str = "", region: str = "eu") -> Verdict:
    return checked.compiled.propose(filter(None, choices.split()), Facts(DAY, region), base)


def said(checked: Checked, choices: str, locale: str = "en") -> str:
    """What somebody reads who cannot have the last of these choices."""
    verdict = asked(checked, choices)
    assert [each.text for each in verdict.dropped] == choices.split()[-1:]
    wording = Wording(checked.file, locale)
    return " ".join(
        word for each in verdict.dropped for cause in each.causes for word in wording.message(cause).split()
    )


def test_its_author_has_nothing_left_to_look_at(checked: Checked):
    assert [finding.message for finding in checked.diagnosis.findings] == []


def test_it_is_of_the_size_of_a_real_shop(file: ProductFile):
    model = file.model
    assert (len(model.bases), list(file.prices)) == (4, list(EVERYWHERE))
    assert len(list(model.options())) >= 115
    assert len(model.rules) + len(model.tables) >= 65


@pytest.mark.parametrize("region", EVERYWHERE)
@pytest.mark.parametrize("base", ["study", "studio", "render", "lab"])
def test_every_base_model_can_be_ordered_as_it_stands(checked: Checked, base: str, region: str):
    verdict = asked(checked, "", base, region)
    assert verdict.complete
    defaults = next(base.defaults for base in checked.file.model.bases if base.code == verdict.base)
    assert [str(each) for each in defaults if not verdict.product.pieces(each.group, each.option or "")] == []


def test_a_part_that_is_not_sold_everywhere_says_so(checked: Checked):
    (dropped,) = asked(checked, "os.pro", "studio", "ru").dropped
    assert Wording(checked.file, "ru").kind(dropped.causes[0]) == "Не для вашего региона."
    assert not asked(checked, "os.pro", "studio", "us").dropped


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ("chassis.mini gpu.high", "The card is too long: 305 mm with the radiator, and there is room for 240 mm"),
        ("chassis.cube cooler.tower", "higher than the side panel allows: 158 mm, and there is room for 150 mm"),
        ("board.am5_itx memory.u16:4", "There are more modules than places for them: 4 modules, 2 places"),
        ("cpu.lga_20 board.am5_atx", "Processor and board have different sockets"),
        ("os.home memory.u48:4", "Windows 11 Home uses 128 GB and no more: 192 GB against 128 GB"),
        ("chassis.mesh drives.hdd8:3", "The case has too few bays of 3.5 inch: 3 disks, 2 bays"),
        (f"cpu.am5_8 {NO_CARDS} monitor.m24:4", "There are more screens than outputs: 4 screens, 3 outputs"),
        ("memory.u32 memory.u16", "We fit modules of one kind"),
        ("gpu.p48 gpu.mid", "Cards for work and for games want different drivers"),
        ("colour.clay", "The powder comes in week 6."),
    ],
)  # fmt: skip
def test_a_reason_says_what_is_in_the_way_and_by_how_much(checked: Checked, choices: str, words: str):
    assert words in said(checked, choices)


@pytest.mark.parametrize(
    ("choice", "comes_in"),
    [("service.raid", "drives.ssd2"), ("board.tr_eatx", "memory.r32"), ("monitor.m24:4", "gpu.one"), ("gpu.one", "")],
)
def test_what_comes_in_unasked_is_the_least_of_its_kind(checked: Checked, choice: str, comes_in: str):
    before, after = asked(checked, "").product, asked(checked, choice).product
    group = comes_in.partition(".")[0] or "drives"
    news = {option for option, _ in after.chosen(group)} - {option for option, _ in before.chosen(group)}
    assert news == ({comes_in.partition(".")[2]} if comes_in else set())


def test_the_supply_has_a_quarter_to_spare(checked: Checked):
    choices = "cpu.tr_32 board.tr_eatx gpu.p48:2 drives.hdd16:2 psu.atx1300"
    words = said(checked, choices)
    assert "The supply is too weak: 1,312.5 W with a quarter to spare, and it gives 1,300 W" in words
    assert "а он даёт" in said(checked, choices, "ru")


def test_each_rule_alone_keeps_something_from_being_built(checked: Checked):
    assert silent_rules(checked.file.model, FACTS) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_product_is_told_without_holes(checked: Checked, locale: str):
    wording, words = Wording(checked.file, locale), checked.file.words
    for base in checked.file.model.bases:
        product = asked(checked, "", base.code).product
        for texts in (words.summary, words.alt):
            told = wording.described(texts, product, {})
            assert told
            assert not any(hole in told for hole in (": .", ", .", "..", "{", "  "))
