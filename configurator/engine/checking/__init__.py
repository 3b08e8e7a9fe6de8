"""Answers of the engine held against the product model alone: nothing here knows the solver, or what it works on."""
