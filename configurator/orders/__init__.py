"""Orders: what was bought, copied whole; how its payment and its work go; what staff and customer say to each other."""
