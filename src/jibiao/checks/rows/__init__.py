"""The typed rows of forms, and the rules on one row."""
