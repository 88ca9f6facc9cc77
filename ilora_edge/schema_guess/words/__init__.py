"""What words in names and in states mean, in a dozen languages."""
