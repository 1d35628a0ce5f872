"""What happened: facts that are added and never changed, each linked to the one before."""
