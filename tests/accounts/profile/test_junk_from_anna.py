"""Whatever Anna's browser sends to the page of her facts, it answers, and never with a fault of its own."""

from __future__ import annotations

from accounts.consent.purposes import FEED
from tests.accounts.profile.conftest import PAGE
from tests.accounts.profile.store import RIDE, Store, saw
from tests.configurator.test_junk import FORMS, PLACES, QUERIES, TYPES, ask
from tests.support.apps import SHOP
from tests.support.visitors import Visitor

VERBS = ("change", "forgetting", "rest", "return", "silence")
ROOMS = ("/my/silences/ending", "/my/answers", "/my/skips", "/my/budget")
ODD = (
    b"value=%00",
    b"value=%ff",
    b"value=%ED%A0%80",
    b"value=" + b"9" * 5000,
    b"value=1e999&turn=%00",
    b"turn=x&value=",
)
OWN_FORMS = (
    *FORMS,
    *ODD,
    *(b"key=told.ride&" + odd for odd in ODD),
    *(b"key=measure.inseam&" + odd for odd in ODD),
    b"key=%00&value=%00&next=%00",
    b"key=%ff&value=%ED%A0%80&next=//evil.example",
    b"questions=%00",
    b"questions=" + b"9" * 5000,
)


async def test_odd_forms_numbers_and_queries(anna: Visitor, store: Store):
    faults: list[str] = []
    await store.allow(FEED)
    await store.learn("spec:A", saw("pine"))
    await store.tell(RIDE, "tours")
    fact = (await store.fact("pine")).id
    headers = [(b"content-type", TYPES[0]), (b"origin", SHOP.encode())]
    for form in OWN_FORMS:
        for path in (f"{PAGE}/{fact}/change", *ROOMS):
            await ask(anna.client, faults, "POST", path, content=form, headers=headers)
    for media_type in TYPES:
        for path in (f"{PAGE}/{fact}/change", *ROOMS):
            odd = [(b"content-type", media_type), (b"origin", SHOP.encode())]
            await ask(anna.client, faults, "POST", path, content=b"key=told.ride&value=%00", headers=odd)
    for place in PLACES:
        for verb in VERBS:
            await ask(anna.client, faults, "POST", f"{PAGE}/{place}/{verb}", content=b"value=soot", headers=headers)
    for query in (*QUERIES, *(f"after={place}&done={place}" for place in PLACES)):
        await ask(anna.client, faults, "GET", f"{PAGE}?{query}")

    assert not faults
    await anna.open(PAGE)
