"""What guests write under the house's posts."""
