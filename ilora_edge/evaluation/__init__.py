"""Evaluation with the device's own code: the paper's 20 candidates, and the product's."""
