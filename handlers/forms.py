"""Questions over several messages: a form's slots, its next question, its end."""

from handlers.scripts.declaration import declare

DECLARATION = declare(
    "form",
    script="form",
    resumed="",  # before the question is asked again, after something else was answered
    too_many="",  # several invalid answers: a person is offered, with the question
    gave_up="",  # and several more: the form is over
    expired="",
    skip="",  # the label of the button that skips an optional question
    back="",  # the label of the button that returns to the question before
    may_be_empty="resumed",
)
