"""What a deployment sets: settings, addresses, the WSGI application."""
