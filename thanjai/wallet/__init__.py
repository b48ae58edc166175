"""Documents for people's wallets: as credentials that programs check, with lists that say how each stands now."""
