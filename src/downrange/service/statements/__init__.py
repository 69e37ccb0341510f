"""Who said what: conflicts, articles read into drafts, names, cases side by side."""
