"""Agencies of the state, the officers who serve in them, and the calendars they work by."""
