"""Agencies from a list: judged line by line first, then brought in piece by piece, or undone."""
