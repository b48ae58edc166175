"""The published shapes of what is embedded in papers: an XML Schema and a JSON Schema for each kind of paper.

`shapes`    what a kind of paper holds, read from its model
`drawing`   these shapes as JSON Schema and as XML Schema
`published` what was drawn and given out, by version; it never changes again
"""
