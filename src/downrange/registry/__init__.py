"""Memory: the only room that remembers. Append-only facts and postings, a log that proves it, folds."""
