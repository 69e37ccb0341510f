"""What it harmed and what that costs."""
