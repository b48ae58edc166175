"""Requests: drafts that people fill in, and the cases they become when submitted.

A case is its events; the row is what they add up to, kept for reading and searching.
"""
