"""What is true of a product whatever a shopper asks: its rules as clauses, products found, values within reach."""
