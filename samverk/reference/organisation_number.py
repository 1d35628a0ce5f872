"""Swedish organisation numbers: the written form NNNNNN-NNNN and its check digit."""

from __future__ import annotations


def fault(number: str) -> str | None:
    """What is wrong with an organisation number, as a Swedish phrase, or None when it is well formed."""
    digits = number.replace("-", "")
    if len(number) != 11 or number[6] != "-" or len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        return "ett organisationsnummer skrivs NNNNNN-NNNN"
    if digits[2] < "2":
        return "tredje siffran i ett organisationsnummer är minst 2; det här ser ut som ett personnummer"
    return None if luhn_holds(digits) else "kontrollsiffran stämmer inte"


def luhn_holds(digits: str) -> bool:
    """Whether the last figure is the check digit of the others (Luhn's formula, as Skatteverket uses it)."""
    doubled = (int(figure) * (2 - position % 2) for position, figure in enumerate(digits))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
