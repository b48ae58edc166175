"""How fast the platform is, against what the same machine can do at most in the same minute.

It measures on a database and a server of its own, through real HTTP, with every middleware, validation,
row-level security and durable writes on. Each figure is the median of repeated short runs.
"""
