"""Days that a Peruvian restaurant may want to post for, each by rule and with its source."""
