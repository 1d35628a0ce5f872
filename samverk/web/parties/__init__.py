"""Who is bound by an agreement: map, timeline, the state of each party and what it lacks."""
