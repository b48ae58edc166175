"""Papers that outlast the certificates they were signed with."""
