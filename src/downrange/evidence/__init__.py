"""Who said what, and where it does not fit together."""
