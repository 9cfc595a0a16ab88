"""A demo restaurant: its two years of posts, and an audience that reacts by known rules."""
