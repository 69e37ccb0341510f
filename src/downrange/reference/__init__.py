"""The library: data with their sources, read from the package only."""
