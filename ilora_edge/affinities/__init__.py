"""What items have in common, by what is said of them: words, genres, years."""
