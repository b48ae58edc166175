"""People at work in a real browser, against the whole platform."""
