"""A bundle, opened: its parts checked against each other, and how a mix reaches the model."""
