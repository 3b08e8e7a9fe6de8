"""What a product costs. Pure: a price book and a product in, a breakdown out; quoting never writes anything."""
