"""The only readers of what users give: every file hashed, every problem with its place."""
