"""One module for each question an agreement can be asked. Each has ``WANTED`` and ``answer``."""
