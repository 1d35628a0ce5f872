"""Reads: the rules of the three classes of mail, letters as they are written, the outbox, who is to be reminded."""
