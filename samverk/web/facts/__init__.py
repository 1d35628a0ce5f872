"""What has happened: the register of facts, and recording, correcting and withdrawing one."""
