"""Models in other forms, made to be slow, deep or large: refused with words, at a place."""

from __future__ import annotations

import pytest

from configurator.engine.compiled import CompiledProduct
from configurator.engine.file.document import ProductFileError
from configurator.engine.formats import READERS
from configurator.engine.solving.lowering import TooLarge

FEATURES = "features\n\tR\n\t\toptional\n\t\t\tA\n\t\t\tB\n\t\t\tC\nconstraints\n\t"
WIDE = "features\n\tR\n\t\toptional\n" + "".join(f"\t\t\tF{at}\n" for at in range(60)) + "constraints\n\t"
XCSP = '<instance><domains><domain name="D">{}</domain></domains><variables>{}</variables>{}</instance>'
VARIABLE = '<variable name="v{}" domain="D"/>'

TUPLES = (
    f'<relations><relation name="r" semantics="supports">{"0|" * 10_000}</relation></relations><constraints>'
    + "".join(f'<constraint name="c{at}" scope="v0" reference="r"/>' for at in range(101))
    + "</constraints>"
)

REFUSED = {
    "brackets": (".uvl", FEATURES + "(" * 9_000 + "A" + ")" * 9_000, "100 levels deep"),
    "nots": (".uvl", FEATURES + "!" * 9_000 + "A", "100 levels deep"),
    "implications": (".uvl", FEATURES + " => ".join("ABC" * 900), "100 levels deep"),
    "equivalences": (".uvl", FEATURES + " <=> ".join("ABC" * 900), "100 levels deep"),
    "attributes": (".uvl", "features\n\tR " + "{a " * 900 + "1" + "}" * 900, "less deep in each other"),
    "digits": (".uvl", FEATURES + "9" * 9_000 + " > 3", "at most 30 digits"),
    "nobody": (".uvl", FEATURES + "\n\t".join(f"X{at} => A" for at in range(900)), 'there is no feature "X0"'),
    "variables": (".cnf", "p cnf 999999999 1\n1 0\n", "at most 150000 variables"),
    "words": (".cnf", "p cnf 3 1\n\x00\x01 0\n", "expected a whole number"),
    "laughs": (".xml", '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><instance/>', "entities are not read"),
    "files": (".xml", '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><instance/>', "entities are not read"),
    "elements": (".xml", "<a>" * 9_000, "<a> is not read"),
    "values": (".xml", XCSP.format("0..1999 " * 900, VARIABLE.format(0) * 90, ""), 'a variable "v0" already'),
    "domains": (".xml", XCSP.format("0..1999", "".join(map(VARIABLE.format, range(90))), ""), "more than 150000"),
    "tuples": (".xml", XCSP.format("0 1", VARIABLE.format(0), TUPLES), "more than 1000000 tuples"),
    "parts": (".coom", "product { 100 S s } structure S { 100 T t } structure T { 9 Bool b }", "more than 5000"),
    "themselves": (".coom", "product { S s } structure S { S s }", "would be part of itself"),
    "figures": (".coom", f"product {{ num 0-9 a }} behavior {{ require a > {'9' * 9_000} }}", "at most 30 digits"),
    "indices": (".coom", f"product {{ Bool a }} behavior {{ require a[{'9' * 9_000}] }}", "counted from 0"),
}


@pytest.mark.parametrize(("ending", "text", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_too_much_is_refused_when_it_is_read(ending: str, text: str, words: str):
    with pytest.raises(ProductFileError) as refusal:
        READERS[ending](text, "model", "model")
    assert any(words in problem.message for problem in refusal.value.problems), refusal.value.problems[:3]


LARGE = {
    "odd": (WIDE + " <=> ".join(f"F{at}" for at in range(60)), "more than 5000 clauses"),
    "some of many": (
        WIDE + " | ".join(f"(F{at} & F{(at * 7 + 1) % 60} & F{(at * 11 + 2) % 60})" for at in range(60)),
        "more than 5000 clauses",
    ),
}


def test_a_long_chain_is_no_deep_one():
    model = READERS[".uvl"](FEATURES + " | ".join("ABC" * 900), "model", "model")
    CompiledProduct(model)


@pytest.mark.parametrize(("text", "words"), LARGE.values(), ids=LARGE)
def test_what_multiplies_out_is_refused_when_it_is_compiled(text: str, words: str):
    with pytest.raises(TooLarge, match=words):
        CompiledProduct(READERS[".uvl"](text, "model", "model"))


def test_more_quantities_than_can_be_kept_apart_are_refused():
    features = "".join(f"\t\t\tF{at} cardinality [0..999]\n" for at in range(400))
    with pytest.raises(TooLarge, match="more than 300000"):
        CompiledProduct(READERS[".uvl"]("features\n\tR\n\t\toptional\n" + features, "model", "model"))
