"""A year of two hundred made-up caseworkers, lived by the app's own rules, to see what a change in choosing does."""
