"""Drafts of services handed in, reviewed, brought up to date and published, in the office."""
