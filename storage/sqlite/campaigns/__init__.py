"""Campaigns over one SQLite file. Every step is one transaction, and knows again what the one before it has done."""
