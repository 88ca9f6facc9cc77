"""The parts of a reading: whose the rows are, what of and when, and which of them count."""
