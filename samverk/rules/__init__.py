"""What an agreement says follows from facts: pure functions, no clock, no I/O, standard library only."""
