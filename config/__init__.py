"""Settings: one YAML file, and environment variables for secrets."""
