"""The configurator's pages: a pure function of version, choices, prices and language."""
