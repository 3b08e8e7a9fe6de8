"""The shell around the rooms' pages: home, errors, health, static files, the description of the interface."""
