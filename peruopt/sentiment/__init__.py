"""What people feel about a restaurant: offline, in Peruvian Spanish and in English."""
