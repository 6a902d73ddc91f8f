"""Files of a shop's own rules: read key by key, every mistake complained of at once, and reloaded when saved."""
