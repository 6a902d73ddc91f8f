"""What each table holds of a person, in other languages than English: a module a language.

In English the tables say it themselves, where they are described (storage/sqlite/persons/tables.py).
"""
