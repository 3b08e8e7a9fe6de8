"""What a shopper is told: what stands, what is open and why not, what would have to change, what is cheapest."""
