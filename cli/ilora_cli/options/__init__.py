"""The options of all commands, each declared once, in groups that a command takes as one value."""
