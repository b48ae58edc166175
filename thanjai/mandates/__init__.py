"""Who may act for whom: parties, the mandates they give, and who holds them."""
