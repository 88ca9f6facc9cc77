"""More like this: similar items, a sequence from one item, one list for several people."""
