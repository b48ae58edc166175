"""Pages of the office on which services are written."""
