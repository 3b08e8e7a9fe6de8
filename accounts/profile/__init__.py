"""The profile store: what is known of people by their permission, each fact with its source, use and end."""
