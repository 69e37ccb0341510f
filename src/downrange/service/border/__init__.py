"""The gate: may this leave, who decided so, what a device without connection holds."""
