"""Two agreements side by side, and the versions of one."""
