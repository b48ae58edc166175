"""Settings and start-up: the only place that sees everything."""
