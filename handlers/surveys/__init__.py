"""Satisfaction surveys: who is asked, when, and what their answers mean."""
