"""The office's pages of money: invoices, the counter, what is asked and approved, what is held, books and days."""
