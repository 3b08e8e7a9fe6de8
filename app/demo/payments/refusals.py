"""What the payment server will not do, in Stripe's form of errors."""

from __future__ import annotations


class Refusal(Exception):
    """An answer other than 200; the attributes are those of Stripe's error object."""

    def __init__(
        self, message: str, *, status: int = 400, code: str = "", param: str = "", kind: str = "invalid_request_error"
    ) -> None:
        self.status = status
        self.error = {"message": message, "type": kind}
        if code:
            self.error |= {"code": code, "doc_url": f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"}
        if param:
            self.error["param"] = param
        super().__init__(message)
