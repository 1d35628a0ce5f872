"""What was agreed: agreements, their versions and editions, and what follows from them and the facts."""
