"""The database, the values it keeps, and the order sources. Imports nothing of ours."""
