"""From an article to draft statements: rules and a gazetteer, no network and no model."""
