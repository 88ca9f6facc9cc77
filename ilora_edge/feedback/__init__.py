"""What a person says of items, and what follows from it."""
