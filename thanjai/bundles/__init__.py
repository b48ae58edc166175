"""Life events: bundles of services, the plans that people make by them, and the cases that come of a plan."""
