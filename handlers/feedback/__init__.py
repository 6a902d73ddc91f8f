"""What contacts say of the shop unasked, and what becomes of it."""
