"""One suite over every door."""
