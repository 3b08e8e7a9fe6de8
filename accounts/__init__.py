"""People: who they are, and what is theirs. Knows nothing of products and orders."""
