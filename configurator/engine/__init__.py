"""The configurator's engine: a product model in, a verdict with causes out.

Pure: it knows no framework, no database and no prices. Start reading at `model` (what a product can say), then
`compiled` (what is asked of it) and `verdict` (what comes back).
"""
