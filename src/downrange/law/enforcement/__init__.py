"""What may be held, by what measure, and when it must be let go."""
