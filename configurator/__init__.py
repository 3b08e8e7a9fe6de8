"""The shop's own domain: products, prices, the configurator, saved specs."""
