"""Ranked lists as files that players, podcast programs and spreadsheets open."""
