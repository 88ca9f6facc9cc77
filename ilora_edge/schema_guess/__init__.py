"""What `init` makes of an unknown schema: a proposal of two SELECTs."""
