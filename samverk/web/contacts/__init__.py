"""How a party can be reached: its posts by role and agreement, kept by its own people."""
