"""From a product file to a product model, with every problem at its line and column."""
