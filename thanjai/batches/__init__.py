"""Deciding many cases from one list: the list, the work it makes, and the papers that come of it."""
