"""Everything that leaves by mail: the outbox, what has been reminded of, what the daily work did."""
