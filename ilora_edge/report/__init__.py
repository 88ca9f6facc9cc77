"""A page about one person's recommendations that needs nothing but a browser."""
