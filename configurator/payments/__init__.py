"""Money in and back: the gateway to Stripe, attempts to pay an order, what Stripe tells of them, refunds."""
