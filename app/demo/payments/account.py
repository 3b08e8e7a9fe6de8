"""What happens to sessions, payments and refunds, and which events tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.core import clock
from app.demo.payments import objects
from app.demo.payments.objects import Object, shop_minor
from app.demo.payments.refusals import Refusal
from app.demo.payments.rules import check_session
from app.demo.payments.store import Store

TRANSFER_TAKES = 20
"""Seconds after which a bank transfer has arrived, or is known not to."""


class Means(StrEnum):
    """How somebody pays."""

    CARD = "card"
    DECLINED_CARD = "declined_card"
    TRANSFER = "transfer"
    LOST_TRANSFER = "lost_transfer"


class Declined(Exception):
    """The card was declined; the session stays open."""


class Closed(Exception):
    """The session takes no payment any more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the books say of one payment, in the shop's minor units."""

    currency: str
    paid: int
    refunded: int
    metadata: dict[str, str]


class Account:
    """One shop's account. Each of its writes is made inside a transaction of the store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def open_session(self, params: Object, address: str) -> Object:
        """A new session. Raises ``Refusal``."""
        check_session(params)
        session = objects.new_session(params, address)
        self.store.put(session, due=session["expires_at"])
        self.store.put(objects.new_draft(session, params))
        return session

    def find(self, kind: str, name: str, *, as_param: str = "") -> Object:
        """The object of that kind and id. Raises ``Refusal``."""
        found = self.store.find(kind, name)
        if found is None:
            status, param = (400, as_param) if as_param else (404, "id")
            raise Refusal(f"No such {kind}: '{name}'", status=status, code="resource_missing", param=param)
        return found

    def lines(self, session: Object) -> list[Object]:
        """The lines of a session."""
        lines: list[Object] = self._draft(session)["lines"]
        return lines

    def expire(self, session: Object) -> Object:
        """Close an open session. Raises ``Refusal`` for any other."""
        if session["status"] != "open":
            raise Refusal(
                'Only Checkout Sessions with a status in ["open"] can be expired. '
                f"This Checkout Session has a status of `{session['status']}`."
            )
        session |= {"status": "expired", "url": None}
        self.store.put(session)
        self._tell("checkout.session.expired", session)
        return session

    def pay(self, session: Object, means: Means) -> Object:
        """Pay a session. Raises ``Closed``, or ``Declined`` for a card that is declined."""
        if session["status"] != "open":
            raise Closed
        if means is Means.DECLINED_CARD:
            raise Declined
        draft, at_once = self._draft(session), means is Means.CARD
        intent = objects.new_intent(session, draft["payment_metadata"], "succeeded" if at_once else "processing")
        session |= {
            "status": "complete",
            "url": None,
            "payment_intent": intent["id"],
            "payment_status": "paid" if at_once else "unpaid",
            "customer_details": {"email": session["customer_email"], "name": None, "phone": None, "address": None}
            | {"tax_exempt": "none", "tax_ids": []},
        }
        if at_once:
            self._charge(intent, session)
        self.store.put(intent)
        self.store.put(draft | {"arrives": means is Means.TRANSFER})
        self.store.put(session, due=None if at_once else clock.now().timestamp() + TRANSFER_TAKES)
        self._tell("checkout.session.completed", session)
        return session

    def refund(self, params: Object) -> Object:
        """Give money back. Raises ``Refusal`` where there is less than that."""
        intent = self.find("payment_intent", params.get("payment_intent", ""), as_param="payment_intent")
        if intent["latest_charge"] is None:
            raise Refusal(f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.")
        charge = self.find("charge", intent["latest_charge"])
        left = charge["amount"] - charge["amount_refunded"]
        amount = params.get("amount", left)
        if not left:
            raise Refusal(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
        if not 0 < amount <= left:
            raise Refusal(
                f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", param="amount"
            )
        refund = objects.new_refund(charge, params, amount)
        self._move_back(charge, amount)
        self.store.put(refund)
        self._tell("charge.refunded", charge)
        self._tell("refund.updated", refund)
        return refund

    def fail_refund(self, refund: Object) -> None:
        """The bank sends a refund back: its money is the shop's again."""
        refund |= {"status": "failed", "failure_reason": "lost_or_stolen_card"}
        self.store.put(refund)
        self._move_back(self.find("charge", refund["charge"]), -refund["amount"])
        self._tell("refund.failed", refund)

    def run_due(self, until: float) -> None:
        """What happens by itself by then: sessions expire, bank transfers arrive or do not."""
        for session in self.store.due(until):
            if session["status"] == "open":
                self.expire(session)
            else:
                self._end_transfer(session)

    def books(self) -> dict[str, Entry]:
        """What was paid and given back, by payment intent."""
        return {
            charge["payment_intent"]: Entry(
                charge["currency"].upper(),
                shop_minor(charge["amount"], charge["currency"]),
                shop_minor(charge["amount_refunded"], charge["currency"]),
                charge["metadata"],
            )
            for charge in self.store.all("charge")
        }

    def _end_transfer(self, session: Object) -> None:
        intent = self.find("payment_intent", session["payment_intent"])
        arrived = self._draft(session)["arrives"]
        if arrived:
            session["payment_status"] = "paid"
            intent |= {"status": "succeeded", "amount_received": intent["amount"]}
            self._charge(intent, session)
        else:
            intent["status"] = "requires_payment_method"
        self.store.put(intent)
        self.store.put(session)
        self._tell(f"checkout.session.async_payment_{'succeeded' if arrived else 'failed'}", session)

    def _charge(self, intent: Object, session: Object) -> None:
        charge = objects.new_charge(intent, session["customer_email"])
        intent["latest_charge"] = charge["id"]
        self.store.put(charge)

    def _move_back(self, charge: Object, amount: int) -> None:
        refunded = charge["amount_refunded"] + amount
        charge |= {"amount_refunded": refunded, "refunded": refunded == charge["amount"]}
        self.store.put(charge)

    def _draft(self, session: Object) -> dict[str, Any]:
        return self.find("draft", f"{session['id']}/draft")

    def _tell(self, news: str, thing: Object) -> None:
        self.store.announce(objects.new_event(news, thing), clock.now().timestamp())
