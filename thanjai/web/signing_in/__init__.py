"""Signing in and out, keys and sessions: allauth does the work, here is what makes it ours."""
