"""The clients that businesses have, unmodified, driven through every method they have."""
