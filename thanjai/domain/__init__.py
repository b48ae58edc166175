"""The rules of law, time, money, forms, cases and documents.

Pure Python over frozen values: no framework, no database, no clock. Everything a
rule needs is an argument; everything it finds is its result.
"""
