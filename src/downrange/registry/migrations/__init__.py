"""Migrations, forward on both databases."""
