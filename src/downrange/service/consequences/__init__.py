"""What stops if a thing is held, and so what to choose to hold."""
