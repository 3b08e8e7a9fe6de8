"""What Stripe asks of a session beyond its schema."""

from __future__ import annotations

import re
from typing import Any

from app.demo.payments.objects import STEPS, timestamp
from app.demo.payments.refusals import Refusal

SOONEST, LATEST = 30 * 60, 24 * 60 * 60
MOST_LINES = 100
LARGEST = 99_999_999


def check_session(params: dict[str, Any]) -> None:
    """Raises ``Refusal`` for a session that Stripe would not open, or that this server does not know how to."""
    if params.get("mode") != "payment":
        raise Refusal("This server knows the mode `payment` alone", param="mode")
    for name in ("success_url", "line_items"):
        if not params.get(name):
            raise Refusal(f"Missing required param: {name}.", code="parameter_missing", param=name)
    for name in ("success_url", "cancel_url"):
        if not re.match(r"https?://[^\s/]+", params.get(name, "http://absent")):
            raise Refusal("Not a valid URL", code="url_invalid", param=name)
    if len(params["line_items"]) > MOST_LINES:
        raise Refusal(f"The maximum number of line items is {MOST_LINES}", param="line_items")
    for at, line in enumerate(params["line_items"]):
        _check_line(line, f"line_items[{at}]")
    if len({line["price_data"]["currency"] for line in params["line_items"]}) > 1:
        raise Refusal("All line items must be of one currency", param="line_items")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+|", params.get("customer_email", "")):
        raise Refusal(
            f"Invalid email address: {params['customer_email']}", code="email_invalid", param="customer_email"
        )
    _check_marks(params)
    _check_end(params)


def _check_line(line: dict[str, Any], param: str) -> None:
    price, at = line.get("price_data"), f"{param}[price_data]"
    if price is None:
        raise Refusal("This server knows line items with `price_data` alone", param=param)
    if not price.get("product_data", {}).get("name"):
        raise Refusal("A product is needed", code="parameter_missing", param=f"{at}[product_data][name]")
    amount, currency = price.get("unit_amount"), price["currency"]
    if amount is None:
        raise Refusal("An amount is needed", code="parameter_missing", param=f"{at}[unit_amount]")
    if not re.fullmatch("[a-z]{3}", currency):
        raise Refusal(f"Invalid currency: {currency}", param=f"{at}[currency]")
    if not 0 <= amount <= LARGEST:
        raise Refusal("Invalid amount", code="parameter_invalid_integer", param=f"{at}[unit_amount]")
    if amount % STEPS.get(currency, 1):
        raise Refusal(
            f"Amounts in {currency} are multiples of {STEPS[currency]}",
            code="invalid_amount",
            param=f"{at}[unit_amount]",
        )
    if line.get("quantity", 0) < 1:
        raise Refusal("A quantity is needed", code="parameter_invalid_integer", param=f"{param}[quantity]")


def _check_marks(params: dict[str, Any]) -> None:
    if len(params.get("client_reference_id", "")) > 200:
        raise Refusal("At most 200 characters", param="client_reference_id")
    for metadata in (params.get("metadata") or {}, params.get("payment_intent_data", {}).get("metadata") or {}):
        for name, value in metadata.items():
            if len(metadata) > 50 or len(name) > 40 or len(value) > 500:
                raise Refusal("Metadata takes 50 names of 40 characters, and values of 500", param="metadata")


def _check_end(params: dict[str, Any]) -> None:
    ahead = params.get("expires_at", timestamp() + LATEST) - timestamp()
    if not SOONEST - 5 <= ahead <= LATEST + 5:  # the asker's clock may be a little ahead or behind
        raise Refusal(
            "The `expires_at` timestamp must be from 30 minutes to 24 hours after the session's creation",
            param="expires_at",
        )
