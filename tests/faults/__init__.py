"""Faults: servers are killed and the bus is stopped while people talk; afterwards nothing may be missing."""
