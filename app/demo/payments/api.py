"""The calls of Stripe's interface that a shop needs."""

from __future__ import annotations

from typing import Any

from litestar import MediaType, Request, Response, get, post, route
from litestar.params import FromPath

from app.core.logs import log
from app.demo.payments.desk import Desk
from app.demo.payments.objects import Object
from app.demo.payments.refusals import Refusal

Asker = Request[Any, Any, Any]

SESSIONS = "/v1/checkout/sessions"


@post(SESSIONS)
async def open_session(request: Asker) -> Response[str]:
    """A new session."""
    desk = desk_of(request)

    def do(params: Object) -> Object:
        return _expanded(desk, desk.account.open_session(params, desk.address), params)

    return await desk.answer(request, f"POST {SESSIONS}", do)


@get(SESSIONS + "/{name:str}")
async def show_session(request: Asker, name: FromPath[str]) -> Response[str]:
    """A session as it stands."""
    desk = desk_of(request)

    def do(params: Object) -> Object:
        return _expanded(desk, desk.account.find("checkout.session", name), params)

    return await desk.answer(request, f"GET {SESSIONS}/{{id}}", do)


@post(SESSIONS + "/{name:str}/expire")
async def expire_session(request: Asker, name: FromPath[str]) -> Response[str]:
    """A session that can be paid no more."""
    desk = desk_of(request)

    def do(params: Object) -> Object:
        return _expanded(desk, desk.account.expire(desk.account.find("checkout.session", name)), params)

    return await desk.answer(request, f"POST {SESSIONS}/{{id}}/expire", do)


@post("/v1/refunds")
async def make_refund(request: Asker) -> Response[str]:
    """Money that goes back."""
    desk = desk_of(request)
    return await desk.answer(request, "POST /v1/refunds", desk.account.refund)


@get("/v1/refunds/{name:str}")
async def show_refund(request: Asker, name: FromPath[str]) -> Response[str]:
    """A refund as it stands."""
    desk = desk_of(request)
    return await desk.answer(request, "GET /v1/refunds/{id}", lambda params: desk.account.find("refund", name))


@get("/v1/payment_intents/{name:str}")
async def show_payment(request: Asker, name: FromPath[str]) -> Response[str]:
    """A payment as it stands."""
    desk = desk_of(request)
    return await desk.answer(
        request, "GET /v1/payment_intents/{id}", lambda params: desk.account.find("payment_intent", name)
    )


@route("/v1/{path:path}", http_method=["GET", "POST", "DELETE"])
async def unknown(request: Asker, path: FromPath[str]) -> Response[Any]:
    """The rest of Stripe's interface."""
    refusal = Refusal(f"Unrecognized request URL ({request.method}: /v1{path}).", status=404)
    return Response({"error": refusal.error}, status_code=refusal.status, media_type=MediaType.JSON)


def answer_crash(request: Asker, error: Exception) -> Response[Any]:
    """The answer to a fault of this server's own."""
    log.error("demo payment server crashed", method=request.method, exc_info=error)
    told = {"message": "The payment server made a mistake.", "type": "api_error"}
    return Response({"error": told}, status_code=500, media_type=MediaType.JSON)


def desk_of(request: Asker) -> Desk:
    """Where this server's calls are answered."""
    desk: Desk = request.app.state.desk
    return desk


def _expanded(desk: Desk, session: Object, params: Object) -> Object:
    unknown = set(params.get("expand", ())) - {"line_items"}
    if unknown:
        raise Refusal(f"This property cannot be expanded ({unknown.pop()}).", param="expand")
    if "expand" not in params:
        return session
    at = f"{SESSIONS}/{session['id']}/line_items"
    lines = {"object": "list", "data": desk.account.lines(session), "has_more": False, "url": at}
    return session | {"line_items": lines}


routes = [open_session, show_session, expire_session, make_refund, show_refund, show_payment, unknown]
