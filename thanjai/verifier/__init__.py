"""For those who do not trust us: checks papers against the public log, and the log against itself.

Needs Python, `cryptography` and, to follow a log, `httpx`; no database, no Django and none of our keys.
"""
