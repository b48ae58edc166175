"""Statements of bank accounts: what a file says, whether it adds up, and which of its lines are new."""
