"""One module per method: the formula in Python citing its article, the values in the library."""
