"""What people are told of each purpose: in every language, and never another text under the same number."""

from __future__ import annotations

from pathlib import Path

import pytest

from accounts.consent.notices import FOLDER, notice_of, notice_with
from accounts.consent.purposes import ASKED, PURPOSES, Purpose
from accounts.identity import jobs, sessions
from app.core.i18n import LOCALES
from configurator.build.jobs import KEPT as DRAFTS_KEPT
from configurator.specs.models import KEEP_DELETED

SERVED = Path(__file__).parent / "notices.txt"
"""The digest of every text that was ever served: a line is added with a new version, and none is changed."""


def present() -> list[str]:
    """Every text in the folder with its digest, as ``notices.txt`` has them."""
    files = sorted(FOLDER.glob("*.toml"))
    found = [(file.name.split("."), locale) for file in files for locale in LOCALES]
    texts = [notice_of(PURPOSES[code], locale, int(version)) for (code, version, _), locale in found]
    return [f"{notice.purpose} {notice.version} {notice.locale} {notice.hash}" for notice in texts]


def test_no_text_that_was_served_is_ever_changed():
    assert present() == SERVED.read_text().splitlines()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("purpose", PURPOSES.values(), ids=lambda purpose: purpose.code)
def test_every_purpose_is_told_in_full_in_every_language(purpose: Purpose, locale: str):
    notice = notice_of(purpose, locale)

    assert notice.version == purpose.notice >= purpose.holds_from
    assert all(len(part) > 10 for part in notice.text.split("\n"))
    assert len(notice.text.split("\n")) == 6
    assert ("ё" in notice.text or "и" in notice.text) is (locale == "ru")


def test_a_text_is_known_by_its_digest_in_whichever_language():
    for purpose in ASKED:
        for locale in LOCALES:
            notice = notice_of(purpose, locale)
            assert notice_with(purpose, notice.hash) is notice
            assert all(notice_with(other, notice.hash) is None for other in ASKED if other is not purpose)


def test_the_times_in_the_texts_are_those_of_the_code():
    account, orders = (notice_of(PURPOSES[code], "en").kept for code in ("account", "orders"))

    assert {purpose.lasts.days for purpose in ASKED} == {2 * 365}
    assert all("two years" in notice_of(purpose, "en").kept for purpose in ASKED)
    assert (sessions.DAYS, jobs.KEPT.days, KEEP_DELETED.days, DRAFTS_KEPT.days) == (30, 30, 30, 365)
    assert account.count("30 days") == 3
    assert "a year after the last change" in orders
