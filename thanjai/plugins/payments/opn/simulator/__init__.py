"""A gateway that pretends: the part of Opn's published API that we use, its pages for payers, and its webhooks.

No real money. No card number is asked for, here as little as with us.
"""
