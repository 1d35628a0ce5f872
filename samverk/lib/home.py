"""Where an installation lies when nobody has said otherwise. Free of Django: ``samverk ask`` uses it too."""

from __future__ import annotations

from collections.abc import Mapping

VARIABLE = "SAMVERK_HOME"


def default_home(environment: Mapping[str, str]) -> str:
    """The folder for the user's own data, as the XDG base directories say."""
    return f"{environment.get('XDG_DATA_HOME') or '~/.local/share'}/samverk"
