"""Keeping an installation: the casebook loaded, checks, backups, old data."""
