"""Thanjai: public services run online, from the citizen manual to the signed licence."""
