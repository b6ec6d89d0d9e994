"""What is a department's own or another package's: rules, library, lists."""
