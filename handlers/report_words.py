"""What reports say: to staff, in the shop's language."""

from handlers.scripts.declaration import declare

SCRIPT = "report"

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    # Above the tables
    title="shop first last",
    only="team channel agent",  # what was chosen; what was not is ""
    nothing="first last",  # nothing happened in this time
    duration="days hours minutes seconds",  # what is 0 at either end is left out
    none="",  # in place of a figure where there is nothing to count
    no_team="",
    # Headings of tables
    overview="",
    times="",
    days="",
    channels="",
    teams="",
    agents="",
    scripts="",
    satisfaction="",
    nps="",
    breaches="",
    returns="",
    # Below them: what the figures mean
    note_days="timezone",
    note_containment="",
    note_times="",
    note_prompt="",
    note_satisfaction="",
    note_nps="",
    note_scripts="",
    # What is counted, at the side of a table and above its columns
    figure="",
    value="",
    day="",
    channel="",
    team="",
    agent="",
    script_name="",
    survey="",
    visits="",
    handed_over="",
    contained="",
    containment="",
    not_understood="",
    claimed="",
    resolved="",
    reopened="",
    breached="",
    first_response="",
    next_response="",
    resolution="",
    prompt="",
    count="",
    p50="",
    p90="",
    open_p50="",
    open_p90="",
    first_p50="",
    first_p90="",
    resolution_p50="",
    good="",
    asked="",
    answered="",
    mean="",
    mean_of="score",  # of 100
    interval="",
    between="low high",
    of="share count",  # a share, and of how many
    promoters="",
    passives="",
    detractors="",
    score="",
    promise="",
    promise_first_response="",
    promise_next_response="",
    promise_resolution="",
    amount="",
    move_opened="",
    move_approved="",
    move_declined="",
    move_shipped="",
    move_received="",
    move_refunded="",
    move_credited="",
    move_exchanged="",
    move_cancelled="",
    move_expired="",
    move_late="",
    # Charts: a caption, an axis, and what is read out in place of the picture
    minutes="",
    chart_days="",
    chart_days_told="days most day",
    chart_waits="",
    chart_waits_told="first last",
    chart_channels="",
    chart_channels_told="names",
    # The summary at the desk
    daily="shop day visits visits_before handed_over containment first_p50 prompt resolved breached good answered",
    daily_nothing="shop day",
    weekly="shop first last visits visits_before handed_over containment first_p50 prompt resolved breached good "
    "answered",
    weekly_nothing="shop first last",
    picture="",  # what the chart under it is called
    may_be_empty="only note_days note_containment note_times note_prompt note_satisfaction note_nps note_scripts "
    "daily_nothing weekly_nothing",
)
