"""A service's versions in the office: what changed, how work goes, and the files to take along."""
