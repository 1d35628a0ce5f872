"""The agreements: the list, the text with what it does today, and why."""
