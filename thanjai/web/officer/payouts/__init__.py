"""The office's pages of payments to people: rolls, the register of payees, and what waits for somebody."""
