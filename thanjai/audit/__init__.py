"""Who looked at what and what was odd about it: alerts, proofs for inspectors, what applicants are told."""
