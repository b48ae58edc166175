"""The public log of documents: a line for each event, a Merkle tree over the lines, signed heads (RFC 6962).

See docs/guide/transparency-log.md for what it proves, and to whom.
"""
