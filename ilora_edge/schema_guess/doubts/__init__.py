"""What is open of a reading: what has to be asked, and which of several is the history."""
