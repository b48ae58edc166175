"""A bank for demonstrations and tests: no real money.

`plugin` is our side of it (the QR code, the check of its notices); the rest is the simulator, a
process of its own without Django: `python -m thanjai.plugins.payments.demo_bank`. Only signed
notices over HTTP connect the two, as with a real bank.
"""
