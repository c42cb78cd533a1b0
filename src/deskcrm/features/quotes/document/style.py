"""How a quote looks on paper: its measures, colors and styles of text."""

from dataclasses import replace

from deskcrm.paper.fonts import Weight
from deskcrm.paper.sheet import A4
from deskcrm.paper.text import Style

MUTED, RULE = "#646B7A", "#DDE1E8"
WIDTH, HEIGHT = A4
LEFT, RIGHT = 56.0, WIDTH - 56.0
TOP, FOOT = HEIGHT - 52.0, 66.0
"""The body of a page lies between these heights; the footer below FOOT."""

BODY = Style(9.0, leading=13.0)
DETAIL = Style(8.0, color=MUTED, leading=11.5)
SMALL = Style(8.0, color=MUTED, leading=12.0)
STRONG = Style(9.0, Weight.BOLD, leading=13.0)
SUBJECT = Style(12.0, Weight.BOLD, leading=17.0)
SENDER = Style(11.0, Weight.BOLD, leading=16.0)
HEADING = Style(24.0, Weight.BOLD, leading=33.0)
SUM = replace(BODY, weight=Weight.BOLD)
TOTAL = Style(11.5, Weight.BOLD, leading=17.0)

GAP = 14.0
"""The least distance between two columns."""
