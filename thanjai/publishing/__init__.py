"""Publishing of services: drafts are reviewed by people who did not write them, then published at once or at a moment.

Words: a *review* is of one draft as it was handed in; a reviewer gives one *verdict*; a *release* is the moment at
which an approved draft becomes the current version of its service.
"""
