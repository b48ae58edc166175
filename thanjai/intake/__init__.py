"""Agencies and officers from lists: judged line by line first, then brought in piece by piece, or undone."""
