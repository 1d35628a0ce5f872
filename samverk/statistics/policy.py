"""Who may import figures. Everyone may see them: they are official statistics."""

from __future__ import annotations

from samverk.accounts.policy import Actor, Denied, can_administer


def can_import_figures(actor: Actor) -> Denied | None:
    """Figures are shared by every agreement of the installation."""
    return can_administer(actor)
