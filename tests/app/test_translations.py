"""All that the shop says is said in every language: ``atelier i18n check`` finds what is not."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from app.translations import catalogue_faults, notice_faults, product_faults

HEAD = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;\\n"

"""
SAID = {"Saddle": "bike.py:1", "{n} left": "bike.py:2", ("{n} bag", "{n} bags"): "bike.py:3"}
WHOLE = """msgid "Saddle"
msgstr "Седло"

msgid "{n} left"
msgstr "осталось {n}"

msgid "{n} bag"
msgid_plural "{n} bags"
msgstr[0] "{n} сумка"
msgstr[1] "{n} сумки"
msgstr[2] "{n} сумок"
"""


def test_the_shop_says_everything_in_every_language():
    result = CliRunner().invoke(main, ["i18n", "check"])

    assert result.output == "All is said in en, ru.\n"
    assert result.exit_code == 0


def faults(folder: Path, text: str) -> list[str]:
    (folder / "ru.po").write_text(HEAD + text, encoding="utf-8")
    return [fault.removeprefix(f"{folder}/ru.po: ") for fault in catalogue_faults(folder, SAID)]


def test_a_whole_catalogue_has_no_faults(tmp_path: Path):
    assert faults(tmp_path, WHOLE) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('msgid "Saddle"\nmsgstr "Седло"\n', "", 'missing: "Saddle" (bike.py:1)'),
        ('"Седло"', '""', 'empty: "Saddle"'),
        ('msgstr[2] "{n} сумок"', 'msgstr[2] ""', 'empty: "{n} bag"'),
        ('"осталось {n}"', '"осталось"', 'other placeholders: "{n} left"'),
        ('"{n} сумки"', '"{m} сумки"', 'other placeholders: "{n} bag"'),
        ('msgid "Saddle"', '#, fuzzy\nmsgid "Saddle"', 'in doubt (fuzzy): "Saddle"'),
        ('msgid "Saddle"', 'msgid "Bell"\nmsgstr "Звонок"\n\nmsgid "Saddle"', 'unused: "Bell"'),
        ('msgid "Saddle"', '#~ msgid "Bell"\n#~ msgstr "Звонок"\n\nmsgid "Saddle"', 'unused: "Bell"'),
        ('msgid "Saddle"', 'msgid "Saddle"\nmsgstr "Седло"\n\nmsgid "Saddle"', 'there 2 times: "Saddle"'),
    ],
    ids=lambda value: value if value.split(":")[0] in ("missing", "empty", "unused") else None,
)
def test_what_is_wrong_with_a_catalogue_is_named(tmp_path: Path, before: str, after: str, fault: str):
    assert before in WHOLE
    assert faults(tmp_path, WHOLE.replace(before, after)) == [fault]


def test_a_language_without_a_catalogue_is_named(tmp_path: Path):
    assert catalogue_faults(tmp_path, SAID) == [f"{tmp_path}/ru.po: there is no such catalogue"]


def test_a_notice_without_a_part_in_one_language_is_named(tmp_path: Path):
    (tmp_path / "news.1.toml").write_text('[en]\ntitle = "News"\nuse = "We write."\n[ru]\ntitle = "Новости"\n')

    assert notice_faults(tmp_path) == [f'{tmp_path}/news.1.toml: use: no text for "ru"']


def test_a_product_without_words_in_one_language_is_named(tmp_path: Path):
    file = tmp_path / "stool.toml"
    file.write_text(
        '[product]\nlabel = { en = "Stool" }\nsummary = { en = "{wood} stool", ru = "Табурет {seat}" }\n'
        '[[rules]]\nmessage = { en = "Too low", ru = " " }\n[groups.wood.options.oak]\nprice = { eu = 1, ru = 90 }\n'
    )

    assert product_faults((file,)) == [
        f'{file}: product.label: no text for "ru"',
        f"{file}: product.summary: other placeholders in one language than in another",
        f'{file}: rules[1].message: no text for "ru"',
    ]


def test_the_command_says_what_it_found_and_fails(tmp_path: Path):
    file = tmp_path / "stool.toml"
    file.write_text('[product]\nlabel = { en = "Stool" }\n')

    result = CliRunner().invoke(main, ["i18n", "check", str(file)])

    assert result.exit_code == 1
    assert f'{file}: product.label: no text for "ru"' in result.output
