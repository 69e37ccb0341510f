"""The matter as a value."""
