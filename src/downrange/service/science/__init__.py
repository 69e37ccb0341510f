"""From a launch to what it cost, contested from any side, with the derivation of each figure."""
