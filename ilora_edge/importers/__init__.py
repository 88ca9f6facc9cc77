"""Turns data sets and exports of other programs into a history database, one file per source."""
