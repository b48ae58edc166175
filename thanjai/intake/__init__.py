"""Agencies, officers and adoptions from lists: judged line by line, then brought in piece by piece, or undone."""
