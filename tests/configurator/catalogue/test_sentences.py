"""A product's sentences, with the answers of somebody's product filled in."""

from __future__ import annotations

import pytest

from configurator.catalogue.words import filled

SUMMARY = "{case}. Cards: {cards}. Disks: {disks}. Made by hand."


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (
            {"case": "Cube", "cards": "2 × 16 GB", "disks": "8 TB"},
            "Cube. Cards: 2 × 16 GB. Disks: 8 TB. Made by hand.",
        ),
        ({"case": "Cube", "cards": "", "disks": "8 TB"}, "Cube. Disks: 8 TB. Made by hand."),
        ({"case": "Cube, 26.5 l", "cards": "", "disks": ""}, "Cube, 26.5 l. Made by hand."),
        ({}, "Made by hand."),
    ],
)
def test_a_sentence_without_any_answer_is_left_out(answers: dict[str, str], said: str):
    assert filled(SUMMARY, answers) == said
