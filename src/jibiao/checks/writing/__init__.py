"""How texts are written, and what is misspelt in them."""
