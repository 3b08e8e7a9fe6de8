"""What the author of a product should know before it is published, and how many products there are."""
