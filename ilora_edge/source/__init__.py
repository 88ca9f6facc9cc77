"""Somebody else's SQLite file: opened without a trace, described by two SELECTs."""
