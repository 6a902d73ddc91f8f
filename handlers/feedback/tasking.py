"""Feedback that somebody has to see to."""

from handlers.exchange import Turn
from handlers.feedback.words import number_of, staff_topic
from handlers.tasks.opening import unowned
from storage.feedback import Feedback
from storage.records import replace
from storage.tasks import Task, TaskKind


def task_of(turn: Turn, said: Feedback) -> Task:
    """For the team that has the conversation, or else for the one that the feedback is for."""
    summary = f"{number_of(said)} · {staff_topic(turn, said.topic)} · {said.text}"
    team = turn.team if turn.at_desk else said.team
    task = unowned(turn, TaskKind.FEEDBACK, team, said.severity, summary)
    return replace(task, feedback_id=said.id)
