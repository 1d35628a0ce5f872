"""Samverk as services of a Linux server: the files that systemd and the web server in front need."""
