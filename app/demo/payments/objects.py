"""Stripe's objects, in the form that Stripe gives them."""

from __future__ import annotations

import secrets
import string
from decimal import Decimal
from typing import Any, Final

from app.core import clock
from app.demo.payments.forms import VERSION
from configurator.pricing.money import minor

Object = dict[str, Any]

# Apart from the shop's own table on purpose: what one has wrong, the other brings to light.
DECIMALS: Final = {
    **dict.fromkeys(
        ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"], 0
    ),
    **dict.fromkeys(["bhd", "jod", "kwd", "omr", "tnd"], 3),
}
STEPS: Final = dict.fromkeys(["bhd", "jod", "kwd", "omr", "tnd"], 10) | dict.fromkeys(["isk", "ugx"], 100)
"""Of what an amount must be a multiple."""


def new_id(prefix: str) -> str:
    """``re_`` and 24 letters and digits nobody can guess."""
    letters = string.ascii_letters + string.digits
    return prefix + "_" + "".join(secrets.choice(letters) for _ in range(24))


def timestamp() -> int:
    """Now, in whole seconds as Stripe counts them."""
    return int(clock.now().timestamp())


def shop_minor(amount: int, currency: str) -> int:
    """An amount of Stripe's in the shop's minor units."""
    return minor(Decimal(amount).scaleb(-DECIMALS.get(currency, 2)), currency.upper())


def new_session(params: Object, address: str) -> Object:
    """An open session out of the parameters of a call."""
    name = new_id("cs_test")
    lines = params["line_items"]
    total = sum(line["price_data"]["unit_amount"] * line["quantity"] for line in lines)
    language = params.get("locale", "auto")
    now = timestamp()
    return {
        "id": name,
        "object": "checkout.session",
        "adaptive_pricing": params.get("adaptive_pricing"),
        "amount_subtotal": total,
        "amount_total": total,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "created": now,
        "currency": lines[0]["price_data"]["currency"],
        "custom_fields": [],
        "custom_text": dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")),
        "customer": None,
        "customer_details": None,
        "customer_email": params.get("customer_email"),
        "expires_at": params.get("expires_at", now + 24 * 60 * 60),
        "livemode": False,
        "locale": params.get("locale"),
        "metadata": params.get("metadata", {}),
        "mode": "payment",
        "payment_intent": None,
        "payment_method_types": ["card", "customer_balance"],
        "payment_status": "unpaid" if total else "no_payment_required",
        "shipping_options": [],
        "status": "open",
        "success_url": params["success_url"],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{address}/{language}/pay/{name}" if language in ("en", "ru") else f"{address}/pay/{name}",
    }


def new_draft(session: Object, params: Object) -> Object:
    """What belongs to a session and is not shown with it: its lines, and what its payment is to be marked with."""
    return {
        "id": f"{session['id']}/draft",
        "object": "draft",
        "lines": [_new_line(line, line["price_data"]) for line in params["line_items"]],
        "payment_metadata": params.get("payment_intent_data", {}).get("metadata", {}),
    }


def _new_line(line: Object, price: Object) -> Object:
    total = price["unit_amount"] * line["quantity"]
    return {
        "id": new_id("li"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": price["currency"],
        "description": price["product_data"]["name"],
        "price": None,
        "quantity": line["quantity"],
    }


def new_intent(session: Object, metadata: dict[str, str], status: str) -> Object:
    """The payment that a session begins."""
    return {
        "id": new_id("pi"),
        "object": "payment_intent",
        "amount": session["amount_total"],
        "amount_received": session["amount_total"] if status == "succeeded" else 0,
        "created": timestamp(),
        "currency": session["currency"],
        "latest_charge": None,
        "livemode": False,
        "metadata": metadata,
        "payment_method_types": session["payment_method_types"],
        "status": status,
    }


def new_charge(intent: Object, email: str | None) -> Object:
    """The money of a payment, once it is there."""
    return {
        "id": new_id("ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"],
        "amount_refunded": 0,
        "billing_details": {"address": None, "email": email, "name": None, "phone": None, "tax_id": None},
        "captured": True,
        "created": timestamp(),
        "currency": intent["currency"],
        "disputed": False,
        "livemode": False,
        "metadata": intent["metadata"],
        "paid": True,
        "payment_intent": intent["id"],
        "refunded": False,
        "status": "succeeded",
    }


def new_refund(charge: Object, params: Object, amount: int) -> Object:
    """Money that goes back."""
    return {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": timestamp(),
        "currency": charge["currency"],
        "metadata": params.get("metadata", {}),
        "payment_intent": charge["payment_intent"],
        "reason": params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


def new_event(news: str, thing: Object) -> Object:
    """The news that something happened to an object, as it stands now."""
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": VERSION,
        "created": timestamp(),
        "data": {"object": thing},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": news,
    }
