"""What tables and columns are: their kinds, their roles, and what they refer to."""
