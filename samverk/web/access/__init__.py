"""Who may: roles given and ended, and what administrators open for a while."""
