"""What people talk about: sources, how they are asked, and what it means for this house."""
