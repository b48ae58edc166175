"""Signing in as one of the invented people of a demonstration."""
