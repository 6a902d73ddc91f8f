"""Campaigns of surveys.yaml: the same asked of many contacts, each once in a run."""
