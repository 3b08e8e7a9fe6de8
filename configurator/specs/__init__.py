"""Saved specs: a configuration pinned to a product version, with its revisions and its code."""
