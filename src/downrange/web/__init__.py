"""The pages of the registry: for a regulator, a bailiff, a debtor, a customs officer and the public."""
