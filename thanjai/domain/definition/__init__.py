"""The service definition: a public service as data.

`model` is the whole; `fields` the questions of its form, `money` what it costs, `papers`
what it issues, `manual` what the citizen manual says besides what is derived, `checks`
what a good lawyer and a good service designer would find wrong with it.
"""
