"""Texts are counted as they are seen, and made only of what can be engraved."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from configurator.engine.alphabet import ALPHABETS, fits, foreign, length, readable


def test_letters_count_as_they_are_seen():
    assert length(readable("Anna")) == 4
    assert length(readable("Андрей")) == len("Андрей")
    assert length(readable(unicodedata.normalize("NFD", "Zoë Élise"))) == 9
    assert length("x\u0331") == 1
    assert length("e" + "\u0331" * 50) == 49


def test_what_cannot_be_seen_is_not_kept():
    assert readable("  A\u200bn\u0000n\na\u202e ") == "Anna"


def test_characters_outside_the_alphabet_are_named_once_each():
    assert foreign("Анна ♥ Bob ♥ 1", ("latin", "space")) == ["А", "н", "а", "♥", "1"]
    assert foreign("Анна & Bob, 1!", ("latin", "cyrillic", "digits", "punctuation", "space")) == []
    assert foreign("Zoë", ("latin",)) == ["ë"]
    assert foreign("Zoë Ștefan ẞ", ("latin", "accented", "space")) == []


def test_without_an_alphabet_everything_printable_is_taken():
    assert fits("♥ 日本", 4, ())
    assert not fits("♥ 日本語", 4, ())


@given(st.text(max_size=40), st.lists(st.sampled_from(sorted(ALPHABETS)), min_size=1))
def test_a_text_without_its_foreign_characters_has_none(text: str, alphabet: list[str]):
    kept = "".join(each for each in text if each not in foreign(text, alphabet))
    assert foreign(kept, alphabet) == []
    assert length(readable(text)) <= len(text)


@given(st.text(max_size=60))
def test_reading_twice_is_reading_once(text: str):
    assert readable(readable(text)) == readable(text)
