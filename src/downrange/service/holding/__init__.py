"""Assets, orders and measures from the draft to the release, with the acts of everybody concerned."""
