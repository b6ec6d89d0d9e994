"""Blank templates for every organisation of a roster, and the manifest of what was sent."""
