"""What simulators of banks and gateways have in common: their pages, their sender, their file, their environment.

A simulator is a process of its own without Django that pretends to be somebody outside. Only what the real one would
send connects it with us.
"""
