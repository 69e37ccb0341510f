"""One module a subject; each lists its addresses in ``urls``."""
