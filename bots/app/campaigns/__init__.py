"""Campaigns as time passes: they begin by their calendars, move on a little at a time, and the desk sees how far."""
