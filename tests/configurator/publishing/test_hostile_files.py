"""Product files made to be slow, deep or large are refused with words: no crash, no hang."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pytest

from configurator.engine.file.document import ProductFileError
from configurator.publishing.check import check

HEAD = """\
format = 1
[product]
code = "p"
label = { en = "P" }
[prices.eu]
currency = "EUR"
tax = { mode = "included", rate = 21, label = { en = "VAT" } }
base = 80
"""
TWO = "options.yes = { label = { en = 'Yes' } }\noptions.no = { label = { en = 'No' } }\n"


def groups(count: int, options: str = TWO, kind: str = "one") -> str:
    return "".join(f'[groups.g{number}]\nkind = "{kind}"\nlabel = {{ en = "G" }}\n{options}' for number in range(count))


def options(count: int, more: Callable[[int], str] = lambda number: "") -> str:
    return "".join(f"options.o{number} = {{ label = {{ en = 'O' }}{more(number)} }}\n" for number in range(count))


def number(least: str, most: str, step: str) -> str:
    scale = f"min = {least}\nmax = {most}\nstep = {step}\n"
    return f'[groups.n]\nkind = "number"\nlabel = {{ en = "N" }}\n{scale}'


def rules(texts: Iterable[str]) -> str:
    return "".join(f'[rules.r{at}]\nrule = "{text}"\nmessage = {{ en = "m" }}\n' for at, text in enumerate(texts))


def pigeons(holes: int) -> str:
    """One pigeon more than there are holes, and no two in one."""
    pairs = [(a, b) for a in range(holes + 1) for b in range(a)]
    apart = rules(" and ".join(f"not (g{a}.o{h} and g{b}.o{h})" for h in range(holes)) for a, b in pairs)
    return groups(holes + 1, options(holes)) + apart


def table(columns: str, rows: str) -> str:
    return f'[tables.t]\ngroups = {columns}\nallow = {rows}\nmessage = {{ en = "m" }}\n'


REFUSED = {
    "a list in lists": ("a = " + "[" * 9_000 + "]" * 9_000, "too deep in each other"),
    "a table in tables": ("a = " + "{a = " * 9_000 + "1" + "}" * 9_000, "too deep in each other"),
    "a key of thousands of parts": (".".join(["a"] * 9_000) + " = 1", "a key has at most 20 parts"),
    "thousands of tables that nobody knows": ("".join(f"[a{at}]\n" for at in range(9_000)), '"product" is missing'),
    "a number of thousands of digits": ("a = " + "9" * 9_000, "too many digits"),
    "an exponent of many digits": ("a = 1e99999999999999999999", "too many digits"),
    "a rule of nots": (HEAD + groups(1) + rules(["not " * 990 + "g0.yes"]), "50 levels deep"),
    "a rule of minus signs": (HEAD + groups(1) + rules(["-" * 3_900 + "1 >= 2"]), "50 levels deep"),
    "a rule of implications": (HEAD + groups(1) + rules([" implies ".join(["g0.yes"] * 200)]), "50 levels deep"),
    "a rule that multiplies out": (
        HEAD + groups(40) + rules([" iff ".join(f"g{at}.yes" for at in range(40))]),
        "too large to be checked at each click: more than 5000 clauses",
    ),
    "figures that no sum can hold": (
        HEAD
        + groups(
            3,
            options(3, lambda number: f", attributes = {{ w = {number * number * 49999999999}.00000000{number + 1} }}"),
        )
        + rules(["0.000000007 * sum(w) <= 800"]),
        "too large, or too fine",
    ),
    "an attribute of hundreds of digits": (
        HEAD + groups(1, options(2, lambda number: ", attributes = { w = 1e300 }")),
        '"w" has too many digits',
    ),
    "a range with more steps than there are digits": (HEAD + number("-1e30", "1e30", "1e-5"), "too many digits"),
    "numbers that are none": (HEAD + number("-inf", "inf", "nan"), "must be a finite number"),
    "hundreds of thousands of quantities": (
        HEAD + groups(30, options(30, lambda number: ", quantity = { max = 999 }"), "some"),
        "more than 20000 values together",
    ),
    "thousands of options of which one is chosen": (HEAD + groups(1, options(2_001)), "more than 2000 options"),
    "thousands of base models": (
        HEAD + groups(1) + "".join(f"[bases.b{at}]\nlabel = {{ en = 'B' }}\ndefaults = []\n" for at in range(201)),
        "at most 200 bases",
    ),
    "a table without columns": (HEAD + groups(1) + table("[]", "[[]]"), "at least one group"),
    "a table of endless rows": (
        HEAD + groups(1) + table('["g0"]', "[" + '["yes"],' * 10_001 + "]"),
        "at most 10000 rows",
    ),
    "pigeons in too few holes": (HEAD + pigeons(11), "takes too long to find out"),
}


@pytest.mark.parametrize(("source", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_too_much_is_refused(source: str, words: str):
    with pytest.raises(ProductFileError) as refusal:
        check(source, "p.toml", date(2026, 11, 25))
    assert any(words in problem.message for problem in refusal.value.problems), refusal.value.problems[:3]


FINE = {
    "brackets in brackets": HEAD + groups(1) + rules(["(" * 1_900 + "g0.yes" + ")" * 1_900]),
    "a long chain of words": HEAD + groups(8) + rules([" or ".join(f"g{at % 8}.yes" for at in range(400))]),
    "a long sum": HEAD + groups(1) + rules([" + ".join(["count(g0)"] * 300) + " >= 3"]),
    "separators that are no ends of lines": HEAD + groups(1) + rules(["g0.yes"]).replace('"m"', '"ё\u2028ё\x85ё"'),
    "one line of a thousand options": HEAD.replace("[prices", "[groups.g]\nkind = 'some'\nlabel = { en = 'ё' }\noptions"
    + " = {" + ", ".join(f"o{at} = {{ label = {{ en = 'ё' }} }}" for at in range(1_000)) + "}\n[prices"),
}  # fmt: skip


@pytest.mark.parametrize("source", FINE.values(), ids=FINE)
def test_what_is_only_unusual_is_taken(source: str):
    check(source, "p.toml", date(2026, 11, 25))
