"""Hours at a busy desk in a minute: kefu whole, the platforms on loopback with their limits, and time that leaps."""
