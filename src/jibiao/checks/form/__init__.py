"""Rules on one form."""
