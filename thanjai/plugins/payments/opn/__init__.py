"""Opn Payments (formerly Omise): cards and PromptPay through a gateway.

`plugin` is our side of it; `simulator` is a gateway for demonstrations and tests, a process of its own without Django:
`python -m thanjai.plugins.payments.opn.simulator`. Only the published HTTP API and its webhooks connect the two.
"""
