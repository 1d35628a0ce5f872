"""Commands that keep what an installation knows: verify, back up, restore, upgrade, move."""
