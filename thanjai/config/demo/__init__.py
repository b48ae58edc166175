"""The demonstration: a world of invented agencies and people, and a walk of one case through the platform.

Nothing here knows a single service: what is asked, recorded and paid comes from the definitions and
from the examples beside them.
"""
