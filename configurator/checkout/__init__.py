"""From a cart to a paid order: where it goes, what it comes to, payment, and what Stripe tells of it."""
