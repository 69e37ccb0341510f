"""Many draws: walked in blocks, kept in a store, shared out among workers, read back column by column."""
