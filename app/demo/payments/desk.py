"""How a call is answered: who asks, with which parameters, under which key, and what goes wrong on purpose."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from litestar import MediaType, Request, Response

from app.core import clock
from app.demo.payments.account import Account
from app.demo.payments.forms import read_params
from app.demo.payments.objects import Object, new_id
from app.demo.payments.refusals import Refusal
from app.demo.payments.store import Store

Do = Callable[[dict[str, Any]], Object]

OTHER_REQUEST = (
    "Keys for idempotent requests can only be used with the same parameters they were first used with. "
    "Try using a key other than '{key}' if you meant to execute a different request."
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one call, before its work is done or after."""

    status: int = 0
    """Answer with this status; 0 answers as usual, if late."""
    seconds: float = 0
    """Keep the asker waiting so long."""
    after: bool = False


NO_FAULT = Fault()


@dataclass
class Desk:
    """Where calls are answered, one account's."""

    store: Store
    account: Account
    key: str
    address: str
    told: Callable[[], None]
    """Called when there may be something to deliver."""
    faults: deque[Fault] = field(default_factory=deque)
    """What goes wrong with the next calls, one each."""
    busy: set[str] = field(default_factory=set)
    """Idempotency keys under which something is being done."""

    async def answer(self, request: Request[Any, Any, Any], call: str, do: Do) -> Response[str]:
        """Do what a call asks for and answer it, in Stripe's form also where it is refused."""
        fault = self.faults.popleft() if self.faults else NO_FAULT
        replayed = False
        try:
            if fault is not NO_FAULT and not fault.after:
                await _go_wrong(fault)
            self._authorise(request)
            status, body, replayed = await self._answer_once(request, call, do, fault)
            if fault.after and fault.status:
                raise _broken(fault.status)
        except Refusal as refusal:
            status, body = refusal.status, json.dumps({"error": refusal.error}, indent=2)
        self.told()
        headers = {"Request-Id": new_id("req"), "Cache-Control": "no-cache, no-store"}
        if replayed:
            headers["Idempotent-Replayed"] = "true"
        return Response(body, status_code=status, media_type=MediaType.JSON, headers=headers)

    async def _answer_once(
        self, request: Request[Any, Any, Any], call: str, do: Do, fault: Fault
    ) -> tuple[int, str, bool]:
        """Status and body of the answer, and whether it had been given before under the same key."""
        reading = request.method == "GET"
        form = request.url.query if reading else (await request.body()).decode("utf-8", "replace")
        key = "" if reading else request.headers.get("idempotency-key", "")
        asked = hashlib.sha256(f"{request.url.path}\n{form}".encode()).hexdigest()
        with self._busy_with(key):
            if key and (before := self.store.remembered(key)):
                if before[0] != asked:
                    raise Refusal(OTHER_REQUEST.format(key=key), kind="idempotency_error")
                return before[1], before[2], True
            status, body = self._execute(call, form, key, asked, do)
            if fault.after:
                await asyncio.sleep(fault.seconds)
        return status, body, False

    @contextmanager
    def _busy_with(self, key: str) -> Iterator[None]:
        if key in self.busy:
            message = f"There is currently another in-progress request using this Idempotent Key '{key}'."
            raise Refusal(message, status=409, code="idempotency_key_in_use", kind="idempotency_error")
        self.busy |= {key} - {""}
        try:
            yield
        finally:
            self.busy.discard(key)

    def _execute(self, call: str, form: str, key: str, asked: str, do: Do) -> tuple[int, str]:
        params = read_params(call, form)
        self.run_due()
        with self.store.transaction():
            body = json.dumps(do(params), indent=2)
            if key:
                self.store.remember(key, asked, 200, body)
        return 200, body

    def run_due(self, until: float | None = None) -> None:
        """Let happen what happens by itself by that moment, or by now."""
        with self.store.transaction():
            self.account.run_due(clock.now().timestamp() if until is None else until)

    def _authorise(self, request: Request[Any, Any, Any]) -> None:
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or not key:
            raise Refusal("You did not provide an API key.", status=401)
        if not hmac.compare_digest(key.encode(), self.key.encode()):
            raise Refusal(f"Invalid API Key provided: {key[:3]}***", status=401)


async def _go_wrong(fault: Fault) -> None:
    await asyncio.sleep(fault.seconds)
    if fault.status:
        raise _broken(fault.status)


def _broken(status: int) -> Refusal:
    return Refusal("This goes wrong on purpose.", status=status, kind="api_error")
