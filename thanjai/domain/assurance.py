"""How surely we know who somebody is: ordered levels, and which proofs reach which.

What the levels mean here, beside the usual terms (NIST SP 800-63, ETDA's identity proofing and authentication levels):

- `none`: nobody has proved anything. Whoever holds a request's access code may go on with that request.
- `low`: they can read mail sent to an address (IAL1, AAL1). It is the same person each time; who, we do not know.
- `substantial`: an identity proven earlier by a trusted provider, and two factors now (IAL2, AAL2), or a provider
  that gives as much.
- `high`: a provider that has checked the face and the card of the national register says so now (IAL2 in person or
  by the register, AAL2 with a device bound to the person).

Which level a provider gives is the installation's to say; ours are in `thanjai.plugins.identity.oidc`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import total_ordering
from typing import Literal


@total_ordering
class Assurance(Enum):
    """Lowest first; they can be compared."""

    NONE = "none"
    LOW = "low"
    SUBSTANTIAL = "substantial"
    HIGH = "high"

    @property
    def rank(self) -> int:
        return _ORDER[self]

    def __lt__(self, other: object) -> bool:
        return self.rank < other.rank if isinstance(other, Assurance) else NotImplemented

    def __str__(self) -> str:
        return str(self.value)


_ORDER = {level: number for number, level in enumerate(Assurance)}

ProofKind = Literal["code", "provider", "passkey", "key", "app", "recovery"]


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing somebody has just shown.

    `level` is what a provider vouches for; for a passkey, key or app it is how surely the person was known when it
    was bound to the account. Without that, whoever reads another's mail could add a key and become them.
    """

    kind: ProofKind
    level: Assurance = Assurance.LOW


_SECOND_FACTORS = frozenset({"key", "app"})


def reached(proofs: Iterable[Proof]) -> Assurance:
    """The level that these proofs together reach. A recovery code opens the account, and raises nothing."""
    given = list(proofs)
    levels = [proof.level for proof in given if proof.kind == "provider"]
    has_first = any(proof.kind == "code" for proof in given)
    for proof in given:
        two_factors = proof.kind == "passkey" or (proof.kind in _SECOND_FACTORS and has_first)
        levels.append(min(proof.level, Assurance.SUBSTANTIAL) if two_factors else Assurance.NONE)
        levels.append(Assurance.LOW)
    return max(levels, default=Assurance.NONE)


def has_two_factors(proofs: Iterable[Proof]) -> bool:
    """Whether an officer may come in: a passkey, or something else and then a key, an app or a recovery code."""
    kinds = {proof.kind for proof in proofs}
    return bool(kinds & {"passkey", "key", "app", "recovery"})
