"""What the operator asks of everything that is kept about one person."""
