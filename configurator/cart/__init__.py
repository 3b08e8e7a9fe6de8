"""The cart: lines that pin a revision of a spec and the price that was shown for it."""
