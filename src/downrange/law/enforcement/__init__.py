"""Holding and letting go: measures, what they reach, when they end."""
