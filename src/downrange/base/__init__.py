"""Words that every room uses: units, money, sources, spreads, traces, dates."""
