"""A report as one file for a browser: nothing in it asks the network for anything."""

from pathlib import Path

from jinja2 import Environment, StrictUndefined

from bots.reports.charts import charts
from bots.reports.figures import Report
from bots.reports.telling import Told
from bots.reports.wording import Wording

TEMPLATE = Path(__file__).with_name("page.html.j2")


def page(told: Told, report: Report, wording: Wording) -> str:
    """Each chart stands under the table whose figures it shows."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(TEMPLATE.read_text("utf-8"))
    return template.render(told=told, charts=charts(report, wording), language=wording.language)
