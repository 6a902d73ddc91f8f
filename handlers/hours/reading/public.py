"""What others know: the holidays of a country, and a calendar feed."""

import re
from pathlib import Path

from handlers.fields.mapping import Fields
from handlers.hours.countries import country_of
from handlers.hours.policy import Country, Feed

CODE = re.compile(r"[A-Za-z]{2,3}")


def country(fields: Fields) -> Country | None:
    code, region = fields.text("country"), fields.text("region")
    if not code:
        return None
    found = country_of(code.upper(), region, fields.speech.default) if CODE.fullmatch(code) else None
    if found is None:
        fields.wrong("country", "policy_country", value=f"{code} {region}".strip())
    return found


def feed(fields: Fields, folder: Path) -> Feed | None:
    said = fields.text("calendar")
    if not said:
        return None
    if Path(said).name != said:
        fields.wrong("calendar", "policy_ical_beside", value=said)
        return None
    from handlers.hours.ical import NoCalendar, read_feed  # its libraries: 60 ms of a start that names no calendar

    try:
        return read_feed(folder / said)
    except FileNotFoundError:
        fields.wrong("calendar", "policy_ical_gone", value=said)
    except OSError as error:
        fields.wrong("calendar", "unreadable", why=error.strerror or type(error).__name__)
    except NoCalendar as error:
        fields.wrong("calendar", str(error), value=said)
    return None
