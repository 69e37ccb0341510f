"""Measured sets against the model."""
