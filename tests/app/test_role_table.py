"""Who gets what: for every address with an id in it, and for all of /my and /staff.

``in`` is the way to the sign-in page: the last row leads everybody there, since it signs them out. A route without a
row fails, and so does a row without a route.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute
from sqlalchemy import func, select, update

from accounts.consent.notices import notice_of
from accounts.consent.purposes import NEWS, REMEMBER
from accounts.identity.models import Role, SignIn
from app.core import clock
from app.core.outbox import Outgoing, enqueue
from configurator.cart.models import CartLine
from tests.accounts.profile.store import RIDE, Store
from tests.configurator.specs.conftest import save
from tests.support.orders import act, order_of, paid_order, placed_order, put_in_cart, signed_in
from tests.support.visitors import BROWSER, Visitor, visitor_of

PEOPLE = ("nobody", "stranger", "customer", "owner", "reviewer", "administrator")
TABLE = """
GET  /static/{path:path}                        200  200  200  200  200  200
GET  /schema/{path:str}                         404  404  404  404  404  404
GET  /build/{product:str}                       200  200  200  200  200  200
POST /build/{product:str}                       303  303  303  303  303  303
GET  /build/{product:str}/region                200  200  200  200  200  200
POST /build/{product:str}/region                303  303  303  303  303  303
POST /build/{product:str}/detours               303  303  303  303  303  303
POST /build/{product:str}/repairs               303  303  303  303  303  303
GET  /build/{product:str}/guide                 200  200  200  200  200  200
POST /build/{product:str}/guide                 303  303  303  303  303  303
GET  /build/{product:str}/surprise              303  303  303  303  303  303
GET  /build/{product:str}/cheapest              200  200  200  200  200  200
GET  /build/{product:str}/glossary              200  200  200  200  200  200
POST /build/{product:str}/facts/{fact:int}/rest        in   in   404  303  404  404
POST /build/{product:str}/facts/{fact:int}/forgetting  in   in   404  303  404  404
GET  /build/{product:str}/uploads/{name:str}    404  404  404  404  404  404
GET  /embed/{product:str}                       404  404  404  404  404  404
POST /embed/{product:str}                       404  404  404  404  404  404
GET  /pictures/{file:str}                       200  200  200  200  200  200
GET  /pictures/bases/{file:str}                 200  200  200  200  200  200
GET  /api/products/{product:str}/verdict        200  200  200  200  200  200
POST /api/products/{product:str}/verdict        200  200  200  200  200  200

GET  /specs/{code:str}                          200  200  200  200  200  200
GET  /specs/{code:str}/picture.svg              200  200  200  200  200  200
GET  /specs/{code:str}/picture.png              200  200  200  200  200  200
POST /specs/{code:str}/revisions                404  404  404  303  404  404
POST /specs/{code:str}/changes                  404  404  404  303  404  404
POST /specs/{code:str}/name                     404  404  404  303  404  404
POST /specs/{code:str}/note                     404  404  404  303  404  404
POST /specs/{code:str}/copies                   404  404  404  303  404  404
POST /specs/{code:str}/deletion                 404  404  404  303  404  404
POST /specs/{code:str}/restoration              404  404  404  303  404  404
GET  /specs/{code:str}/uploads/{name:str}       404  404  404  404  404  404
POST /specs/{code:str}/keys                     404  404  404  303  404  404

POST /cart/lines/{line:int}/quantity            404  404  404  303  404  404
POST /cart/lines/{line:int}/removal             404  404  404  303  404  404
POST /cart/lines/{line:int}/return              404  404  404  303  404  404
POST /cart/lines/{line:int}/price               404  404  404  303  404  404

GET  /orders/{number:int}                       404  404  404  200  404  404
GET  /orders/{number:int}/uploads/{name:str}    404  404  404  404  404  404
GET  /orders/{number:int}/invoice               404  404  404  404  404  404
POST /orders/{number:int}/payments              404  404  404  303  404  404
POST /orders/{number:int}/cancellation          404  404  404  303  404  404
POST /orders/{number:int}/answers               404  404  404  303  404  404
POST /orders/{number:int}/email                 404  404  404  303  404  404

GET  /my                                        200  200  200  200  200  200
GET  /my/specs                                  200  200  200  200  200  200
GET  /my/orders                                 200  200  200  200  200  200
GET  /my/sessions                               in   in   200  200  200  200
POST /my/sessions/{number:str}/ending           in   in   404  303  404  404
POST /my/sessions/ending                        in   in   303  303  303  303
GET  /my/password                               in   in   200  200  200  200
POST /my/password                               in   in   422  422  422  422
POST /my/password/removal                       in   in   303  303  303  303
POST /my/language                               in   in   400  400  400  400
GET  /my/joining                                in   in   303  303  303  303
POST /my/joining                                in   in   303  303  303  303
POST /my/joining/refusal                        in   in   303  303  303  303
GET  /my/permissions                            200  200  200  200  200  200
POST /my/permissions/{purpose:str}              in   in   303  303  303  303
POST /my/permissions/{purpose:str}/withdrawal   in   in   303  303  303  303

GET  /my/data                                   200  200  200  200  200  200
GET  /my/data/schema.json                       200  200  200  200  200  200
GET  /my/data/export.json                       in   in   200  200  200  200
GET  /my/data/export.html                       in   in   200  200  200  200
POST /my/data/erasure/now                       in   in   303  303  303  303
POST /my/data/erasure                           in   in   303  303  303  303
POST /my/data/erasure/cancellation              in   in   303  303  303  303
GET  /my/facts                                  in   in   200  200  200  200
POST /my/facts/{number:int}/change              in   in   404  422  404  404
POST /my/facts/{number:int}/forgetting          in   in   404  303  404  404
POST /my/facts/{number:int}/rest                in   in   404  303  404  404
POST /my/facts/{number:int}/return              in   in   404  303  404  404
POST /my/facts/{number:int}/silence             in   in   404  303  404  404
POST /my/silences/ending                        in   in   303  303  303  303
GET  /my/uploads/{name:str}                     in   in   404  404  404  404
POST /my/answers                                in   in   422  422  422  422
POST /my/skips                                  in   in   303  303  303  303
POST /my/budget                                 in   in   422  422  422  422

GET  /staff/orders                              in   in   403  403  200  200
GET  /staff/orders/{number:int}                 in   in   403  403  200  200
GET  /staff/orders/{number:int}/uploads/{name:str}  in  in  403  403  404  403
POST /staff/orders/{number:int}/review          in   in   403  403  303  403
POST /staff/orders/{number:int}/approval        in   in   403  403  303  403
POST /staff/orders/{number:int}/question        in   in   403  403  303  403
POST /staff/orders/{number:int}/decline         in   in   403  403  303  403
POST /staff/orders/{number:int}/progress        in   in   403  403  303  403
POST /staff/orders/{number:int}/refund          in   in   403  403  409  403
POST /staff/orders/{number:int}/payment         in   in   403  403  409  403
POST /staff/orders/{number:int}/return          in   in   403  403  409  403
POST /staff/orders/{number:int}/cancellation    in   in   403  403  409  403
GET  /staff/feed                                in   in   403  403  200  200
POST /staff/feed/return                         in   in   403  403  303  303
POST /staff/feed/{message:str}/return           in   in   403  403  303  303
POST /staff/feed/{message:str}/removal          in   in   403  403  303  303

POST /my/data/proof                             in   in   in   in   in   in
"""
ROWS = {(words[0], words[1]): words[2:] for words in map(str.split, TABLE.splitlines()) if words}
FORM = {
    "c": "",
    "product": "ebike",
    "inseam": "84",
    "name": "The green one",
    "note": "For the summer",
    "email": "anna@example.org",
    "quantity": "2",
    "price": "1",
    "place": "de",
    "to": "guide",
    "text": "Yes, please.",
    "question": "In green?",
    "reason": "We have no steel left.",
    "notice": notice_of(NEWS, "en").hash,
}
"""What the forms of all routes ask for."""


@pytest.fixture(scope="module")
async def people(open_shop: Litestar) -> dict[str, Visitor]:
    """All of them but nobody, each with a spec, a cart and an order of their own."""

    def welcome() -> Visitor:
        return visitor_of(open_shop)

    everybody = {
        "stranger": welcome(),
        "customer": await signed_in(welcome, "boris@example.org"),
        "owner": await signed_in(welcome, "anna@example.org"),
        "reviewer": await signed_in(welcome, "irina@example.org", Role.REVIEWER),
        "administrator": await signed_in(welcome, "root@example.org", Role.ADMINISTRATOR),
    }
    for name, each in everybody.items():
        await placed_order(each, delivery={"email": f"{name}@example.org"})
        await put_in_cart(each)
    return everybody


def routes_of(app: Litestar) -> Iterator[tuple[str, str]]:
    """Every route that the table has to tell of."""
    for route in app.routes:
        if isinstance(route, HTTPRoute) and (route.path_parameters or route.path.startswith(("/my", "/staff"))):
            yield from ((method, route.path) for method in route.methods - {"OPTIONS"})


async def test_the_table_tells_of_every_route(open_shop: Litestar):
    assert set(routes_of(open_shop)) == ROWS.keys()


@pytest.mark.parametrize(("method", "path"), ROWS)
async def test_everybody_gets_what_the_table_says(people: dict[str, Visitor], method: str, path: str):
    owner, address = people["owner"], path
    while "{" in address:
        place = address.partition("{")[0]
        make = a_picture if place.endswith("/uploads/") else THINGS[place]
        address = place + (await make(owner)) + address.partition("}")[2]
    form = {**FORM, "turn": await turn_of(people, address)}
    someone = {"nobody": visitor_of(owner.shop), **people}
    last = "reviewer" if path.startswith("/staff") else "owner"  # who may: it is another thing afterwards
    found = {name: await ask(someone[name], method, address, form) for name in sorted(PEOPLE, key=last.__eq__)}

    assert [found[name] for name in PEOPLE] == ROWS[method, path]


async def ask(visitor: Visitor, method: str, address: str, form: dict[str, str]) -> str:
    """What the table says of the answer."""
    if address.startswith("/api/") and method == "POST":
        answer = await visitor.client.post(address, json={}, headers=BROWSER)
    else:
        answer = await visitor.client.request(method, address, data=form if method == "POST" else None, headers=BROWSER)
    return "in" if answer.headers.get("location", "").startswith("/signin") else str(answer.status_code)


async def turn_of(people: dict[str, Visitor], address: str) -> str:
    """Bring an order to where what is asked makes sense; the turn that its page shows."""
    number = "".join(filter(str.isdigit, address)) if "/orders/" in address else ""
    if not number:
        return ""
    if address.endswith("/answers"):
        await act(people["reviewer"], int(number), "question", question="In green?")
    if address.endswith("/progress"):
        await act(people["reviewer"], int(number), "approval")
    return str((await order_of(people["owner"].shop, int(number))).turn)


async def a_style_sheet(owner: Visitor) -> str:
    return "css/site.css"


async def a_product(owner: Visitor) -> str:
    return "ebike"


async def a_drawing(owner: Visitor) -> str:
    return "ebike.svg"


async def a_spec(owner: Visitor) -> str:
    return (await save(owner)).removeprefix("/specs/")


async def a_line(owner: Visitor) -> str:
    await put_in_cart(owner)
    async with owner.shop.state.database.reading() as session:
        return str(await session.scalar(select(func.max(CartLine.id))))


async def an_order(owner: Visitor) -> str:
    return str(await paid_order(owner))


async def a_fact(owner: Visitor) -> str:
    """Something that they told."""
    store = await Store.of(owner.shop.state.database, "anna@example.org")
    await store.allow(REMEMBER)
    await store.tell(RIDE, "tours")
    return str((await store.fact("tours")).id)


async def a_message(owner: Visitor) -> str:
    """One that the profile system would not take."""
    async with owner.shop.state.database.writing() as session:
        message = await enqueue(session, "feed", {"type": "identify"}, lane="feed:somebody")
        await session.flush()
        failed = update(Outgoing).where(Outgoing.id == message).values(failed_at=clock.now())
        await session.execute(failed)
        return message


async def a_session(owner: Visitor) -> str:
    """Another one than that in which they ask."""
    await signed_in(lambda: visitor_of(owner.shop), "anna@example.org")
    async with owner.shop.state.database.reading() as session:
        return str(await session.scalar(select(func.max(SignIn.id))))


async def a_picture(owner: Visitor) -> str:
    """One that was never handed in: who sees those that were, is told by ``orders/test_pictures.py``."""
    return "x" * 22


async def a_purpose(owner: Visitor) -> str:
    return NEWS.code


THINGS: dict[str, Callable[[Visitor], Awaitable[str]]] = {
    "/static/": a_style_sheet,
    "/schema/": a_style_sheet,
    "/build/": a_product,
    "/embed/": a_product,
    "/pictures/": a_drawing,
    "/pictures/bases/": a_drawing,
    "/build/ebike/facts/": a_fact,
    "/api/products/": a_product,
    "/specs/": a_spec,
    "/cart/lines/": a_line,
    "/orders/": an_order,
    "/staff/orders/": an_order,
    "/staff/feed/": a_message,
    "/my/sessions/": a_session,
    "/my/facts/": a_fact,
    "/my/permissions/": a_purpose,
}
"""Makes something of the owner's; what stands for it in an address."""
