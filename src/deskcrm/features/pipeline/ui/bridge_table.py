"""The week's bridge as a small table that adds up."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from deskcrm import formats
from deskcrm.features.pipeline.bridge import Bridge, Step
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.parts import Line
from deskcrm.kit.text import Text, Tone


class BridgeTable(QWidget):
    """From the open value of seven days ago to that of now, a column for each currency."""

    def __init__(self, bridge: Bridge, own: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("What changed in seven days"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.WIDE)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        found = {currency for step in (bridge.before, *bridge.steps) for currency in step.sums}
        self._currencies = sorted(found | {own}, key=lambda code: (code != own, code))
        for place, title in enumerate((_("Deals"), *self._currencies), 1):
            self._grid.addWidget(_figure(title, "muted"), 0, place)
        self._grid.setRowMinimumHeight(0, 32)
        self._add_row(_("Open seven days ago"), bridge.before, strong=True)
        rows: tuple[tuple[str, Step, Tone], ...] = (
            (_("New"), bridge.new, "good"),
            (_("Reopened"), bridge.reopened, "good"),
            (_("Value changed"), bridge.changed, ""),
            (_("Won"), bridge.won, "good"),
            (_("Lost"), bridge.lost, "bad"),
        )
        for label, step, tone in rows:
            self._add_row(label, step, tone=tone, signed=True)
        self._add_row(_("Open now"), bridge.now, strong=True)

    def _add_row(
        self, label: str, step: Step, *, tone: Tone = "", strong: bool = False, signed: bool = False
    ) -> None:
        number = self._grid.rowCount() + 1
        self._grid.addWidget(Line(), number - 1, 0, 1, 2 + len(self._currencies))
        name = Text(label, strong=strong, tone=tone if step.deals else "muted")
        name.setMinimumHeight(34)
        self._grid.addWidget(name, number, 0)
        count = formats.number(step.deals) if step.deals else "—"
        self._grid.addWidget(_figure(count, "muted"), number, 1)
        for place, currency in enumerate(self._currencies, 2):
            amount = step.sums.get(currency, Decimal(0))
            shown = formats.money(abs(amount), currency, exact=True)
            if signed:
                shown = f"{'−' if amount < 0 else '+'}{shown}" if amount else "—"
            figure = _figure(shown, "" if amount or not signed else "muted", strong=strong)
            self._grid.addWidget(figure, number, place)


def _figure(text: str, tone: Tone, *, strong: bool = False) -> Text:
    made = Text(text, tone=tone, strong=strong, tabular=True)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made
