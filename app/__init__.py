"""The shop's house: what every room stands on, and the shell around its pages."""
