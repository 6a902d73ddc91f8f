"""Scripts: the words of the desk, read from YAML, checked against what handlers declare."""
