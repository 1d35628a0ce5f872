"""The register (diarium) of an agreement: the list, one line, registering and correcting, the list as a file."""
