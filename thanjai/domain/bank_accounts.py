"""An account at a bank, as somebody typed it, and the form that is kept."""

from __future__ import annotations

from dataclasses import dataclass

from thanjai.domain.banks import bank_code
from thanjai.domain.identity import bank_account_number
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text


@dataclass(frozen=True)
class Account:
    """Where money comes from or goes to, as it was typed."""

    bank: str
    number: str
    name: str

    @property
    def is_none(self) -> bool:
        """Nothing was typed: whoever this is is paid in cash."""
        return not (self.bank.strip() or self.number.strip() or self.name.strip())

    def checked(self) -> Account:
        """The form that is kept. Raises Refusal on the part to mend."""
        code = bank_code(self.bank)
        try:
            number = bank_account_number(self.number)
        except Refusal as refusal:
            raise Refusal(refusal.code, refusal.message, field="account") from None
        name = " ".join(self.name.split())[:140]
        if not name:
            words = Text(th="กรอกชื่อบัญชีตามสมุดบัญชี", en="Enter the account's name, as in the bank book.")
            raise Refusal("account_name", words, field="account_name")
        return Account(code, number, name)

    @classmethod
    def none(cls) -> Account:
        return cls("", "", "")
