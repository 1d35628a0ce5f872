"""The year drawn from the clauses: every window, day and recurrence of a year, whose it is and how it stands."""
