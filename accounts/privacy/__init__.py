"""What becomes of people's things: they join an account, or are forgotten."""
