"""What the columns of a file say: who, what and when, in which state, and which rows are none."""
