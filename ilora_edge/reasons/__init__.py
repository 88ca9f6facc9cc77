"""Why an item is in a list, and why another is not."""
