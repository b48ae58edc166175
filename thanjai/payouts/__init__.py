"""Payments to people: registers of payees, monthly rolls, files for the bank, and what the bank says of them."""
