"""What tests stand on: an app, databases, a running shop, a browser."""
