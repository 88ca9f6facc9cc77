"""Files that somebody was sent, record by record: within bounds; CSV, JSON or XML, in archives."""
