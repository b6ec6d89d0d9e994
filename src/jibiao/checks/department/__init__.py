"""Rules across the forms of one file, one organisation, one department."""
