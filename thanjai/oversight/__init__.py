"""What OPDC sees of all agencies: late cases, notices of delay, silence, readiness. It only reads, and no names."""
