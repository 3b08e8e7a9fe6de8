"""Telling the shop: signed as Stripe signs, and again and again until it answers 2xx."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any, NamedTuple

import httpx

from app.core import clock
from app.core.logs import log
from app.demo.payments.store import Delivery

PAUSES = (0.2, 1, 5, 30, 120, 600, 3600)
"""Seconds until the next try; the last one stays."""
TRIES = 80
"""After some three days Stripe gives up."""
PATIENCE = 10


class Webhook(NamedTuple):
    """A request to the shop's webhook."""

    body: bytes
    headers: dict[str, str]

    @property
    def event(self) -> dict[str, Any]:
        """What it tells."""
        event: dict[str, Any] = json.loads(self.body)
        return event


def signed(body: str, secret: str, at: float | None = None) -> Webhook:
    """A request with this body, signed at a moment (now, if none is given) as docs.stripe.com/webhooks says."""
    moment = int(clock.now().timestamp() if at is None else at)
    signature = hmac.new(secret.encode(), f"{moment}.{body}".encode(), hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": f"t={moment},v1={signature}"}
    return Webhook(body.encode(), headers)


def pause_after(tries: int) -> float:
    """Seconds from a try that failed to the next one."""
    return PAUSES[min(tries, len(PAUSES) - 1)]


async def post(client: httpx.AsyncClient, url: str, delivery: Delivery, secret: str) -> bool:
    """Send an event to the shop; whether it was taken."""
    webhook = signed(delivery.body, secret)
    try:
        answer = await client.post(url, content=webhook.body, headers=webhook.headers, timeout=PATIENCE)
    except httpx.HTTPError as error:
        log.warning("demo webhook not taken", event_id=delivery.id, error=type(error).__name__)
        return False
    if not answer.is_success:
        log.warning("demo webhook not taken", event_id=delivery.id, status=answer.status_code)
    return answer.is_success
