"""Personal data: the register of processing, and what is kept about whoever asks."""
