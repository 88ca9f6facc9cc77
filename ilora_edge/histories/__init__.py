"""A person's history, from whatever SQLite file it lies in: opened, described, matched, read."""
