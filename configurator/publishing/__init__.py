"""Check, compile, publish: the immutable versions of a product, and the warm ones that answer."""
