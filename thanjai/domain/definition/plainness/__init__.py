"""How plain the words of a definition are, in both languages: for each text what is hard, for the whole a score.

Only what applicants read is looked at; laws, sources and the wording of papers are not ours to change.
"""

from thanjai.domain.definition.plainness.measuring import LEAST, Plainness, look_at, plainness, read_by_applicants

__all__ = ["LEAST", "Plainness", "look_at", "plainness", "read_by_applicants"]
