"""What people say of days and hours, and what they wish, in Spanish and English."""
