"""When the platform may be asked for the typing indicator: what it refuses costs a call, and nobody sees anything."""

from bots.wechat.interactions import Interactions
from tests.bots.wechat.shop import Clock


def test_typing_is_asked_for_again_when_it_has_gone_out(clock: Clock) -> None:
    interactions = Interactions(clock)
    interactions.happened("li")
    asked = []
    for seconds in (0, 14.9, 0.1, 14.9, 0.1):
        clock.pass_(seconds)
        asked.append(interactions.may_show_typing("li"))
    assert asked == [True, False, True, False, False], "for 15 seconds each, and within 30 of what the customer did"


def test_typing_is_asked_for_anew_after_an_answer_has_taken_it_away(clock: Clock) -> None:
    interactions = Interactions(clock)
    interactions.happened("li")
    assert interactions.may_show_typing("li")
    interactions.answered("li")
    assert interactions.may_show_typing("li")


def test_no_typing_is_asked_for_somebody_who_has_not_written(clock: Clock) -> None:
    assert not Interactions(clock).may_show_typing("li")
