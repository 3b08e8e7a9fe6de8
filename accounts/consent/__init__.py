"""Permission: what data is used for, what people were told of it, and what they allowed, with proof."""
