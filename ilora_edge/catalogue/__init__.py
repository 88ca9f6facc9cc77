"""Which items a bundle knows: their titles, and their ids in the encoder and elsewhere."""
