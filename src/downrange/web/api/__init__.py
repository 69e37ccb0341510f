"""The programming interface: the same use cases and the same policy as the pages, as JSON."""
