"""Readers of files that anybody may have written; each checks before native code looks."""
