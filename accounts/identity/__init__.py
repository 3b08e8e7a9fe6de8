"""People, how they sign in, their sessions and roles, and the keys that open one thing each."""
