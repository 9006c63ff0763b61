"""What the server does, measured against the least that this machine needs for the same work."""
