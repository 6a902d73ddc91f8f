"""What desk.yaml says of feedback, as values."""

from collections.abc import Mapping
from dataclasses import field

from storage.feedback import Topic
from storage.records import record


@record(frozen=True, slots=True, kw_only=True)
class FeedbackPolicy:
    a_day: int = 5
    """So often may a contact say something in 24 hours."""
    teams: Mapping[Topic, str] = field(default_factory=dict)
    """Keys of the teams that read what is said of a topic. Of any other topic the rules for routing say who does."""
