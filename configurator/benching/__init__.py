"""What the engine costs, told by itself: shoppers at random on any model, and cars that were really sold."""
