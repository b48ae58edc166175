"""Words sent to people: composed once, sent at least once, kept with what became of them."""
