"""Local networks that speak their protocols, enforce their limits, and misbehave on demand."""
