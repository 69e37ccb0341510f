"""What the site does: what stops if something is withdrawn, who depends on it, who could take over."""
