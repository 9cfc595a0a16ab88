"""Networks that posts go out to.  One file each."""
