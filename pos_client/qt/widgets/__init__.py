"""Controls painted by hand; they know tokens and values, no rule and no presenter."""
