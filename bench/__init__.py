"""Speed and size, as ratios within one run: ``make bench``. The machines are noisy, so nothing here is ever a test."""
