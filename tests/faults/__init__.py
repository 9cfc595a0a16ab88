"""The fault lab: the real publishing, over networks that fail in every way at every moment."""
