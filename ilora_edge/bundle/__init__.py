"""The bundle: the boundary between workshop and device. Its files, seals, checks and edits."""
