"""Who writes: GPT, and the offline writer that needs nobody."""
