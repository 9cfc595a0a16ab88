"""The restaurant's own menu: what it serves, for how much, and what there is today."""
