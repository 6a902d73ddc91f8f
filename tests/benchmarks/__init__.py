"""Measures kefu beside bare bots in the same run. `python -m tests.benchmarks --help` says what can be chosen."""
