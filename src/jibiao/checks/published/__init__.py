"""Rules on the other parts of the published document: its tables, and part one."""
