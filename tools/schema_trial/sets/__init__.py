"""A set of schemas each: rows for their tables, and what ``init`` should make of them."""
