"""The words in which policies of other tables speak of mandates."""

from __future__ import annotations

from thanjai.kernel import rls

SCOPES = "(SELECT acting_scopes())"
"""What the person who acts may work on for others, each as `party|service|agency`; nothing after a bar means all."""
WITHIN_A_MANDATE = f"({rls.KIND} = 'person' AND party_id IS NOT NULL AND acts_within(party_id, service_id, agency_id))"
"""A row of a party, for whoever holds a mandate of that party that covers the row's service and agency.

Most rows are nobody's but a person's own: for them the mandates are not even looked up, and nothing is set up for it.
"""
