"""The fields of an item's form that hold its prices in other currencies and its words in other languages."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from deskcrm.domain.text import fold
from deskcrm.features.catalog.form import ItemText
from deskcrm.i18n import LANGUAGES, SOURCE_LANGUAGE, _, language
from deskcrm.kit import theme
from deskcrm.kit.currencies import currencies
from deskcrm.kit.entries import EntriesField, Entry
from deskcrm.kit.number_field import shown_decimal
from deskcrm.kit.parts import row

_COMMON = ("EUR", "USD", "GBP", "CHF", "JPY")
"""What a new price is likely in, if it is not there yet."""


class PriceEntry(Entry):
    """A currency and a price in it."""

    def __init__(self, currency: str, price: Decimal | None) -> None:
        super().__init__()
        self.currency = _combo([*currencies()], currency, _("Currency"))
        self.price = QLineEdit("" if price is None else shown_decimal(price))
        self.price.setAccessibleName(_("Price"))
        self.price.setPlaceholderText(_("Price"))
        self.price.setFont(theme.font(tabular=True))
        self.price.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.line.addWidget(self.currency, 1)
        self.line.addWidget(self.price, 1)
        self.seal(_("the price"))

    def controls(self) -> tuple[QWidget, ...]:
        """Return currency and price."""
        return self.currency, self.price


class PricesField(EntriesField[tuple[tuple[str, Decimal], ...], PriceEntry]):
    """What an item costs in other currencies than its own."""

    def __init__(self, name: str, value: tuple[tuple[str, Decimal], ...], own: str) -> None:
        super().__init__(name, _("Prices in other currencies"), _("Add a price"))
        self._own = own
        self.set_value(value)

    def make(self) -> PriceEntry:
        """Return an entry in a currency that has no price yet."""
        known = {self._own, *(entry.currency.currentData() for entry in self.entries)}
        return PriceEntry(next(code for code in (*_COMMON, "AUD") if code not in known), None)

    def add_entry(self, entry: PriceEntry) -> PriceEntry:
        """Show an entry; what is typed in it takes its mark away."""
        entry.price.textChanged.connect(self._touched)
        entry.currency.currentIndexChanged.connect(self._touched)
        return super().add_entry(entry)

    def value(self) -> tuple[tuple[str, Decimal], ...]:
        """Return the prices by currency; an entry without a price says nothing. Raise Unreadable."""
        from deskcrm.domain.numbers import read_decimal

        return tuple(
            (entry.currency.currentData(), read_decimal(text, language()))
            for entry in self.entries
            if (text := entry.price.text().strip())
        )

    def set_value(self, value: tuple[tuple[str, Decimal], ...]) -> None:
        """Show prices."""
        for currency, price in value:
            self.add_entry(PriceEntry(currency, price))


class TextEntry(Entry):
    """A language, and an item's name, unit and description in it."""

    def __init__(self, said: ItemText) -> None:
        super().__init__()
        self.language = _combo(_languages(said.language), said.language, _("Language"))
        self.name = _line(said.name, _("Name"))
        self.unit = _line(said.unit, _("Unit"))
        self.description = QPlainTextEdit(said.description)
        self.description.setAccessibleName(_("Description"))
        self.description.setPlaceholderText(_("Description"))
        self.description.setTabChangesFocus(True)
        self.description.setFixedHeight(2 * self.description.fontMetrics().lineSpacing() + 20)
        self.line.addWidget(self.language, 3)
        self.line.addWidget(self.name, 4)
        self.line.addWidget(self.unit, 2)
        self.seal(_("the language"))
        below = row()
        below.addWidget(self.description)
        self.box.addLayout(below)

    def controls(self) -> tuple[QWidget, ...]:
        """Return language, name, unit and description."""
        return self.language, self.name, self.unit, self.description

    @property
    def said(self) -> ItemText:
        """What is typed."""
        return ItemText(
            self.language.currentData(),
            self.name.text().strip(),
            self.description.toPlainText().strip(),
            self.unit.text().strip(),
        )


class TextsField(EntriesField[tuple[ItemText, ...], TextEntry]):
    """What an item is called in other languages."""

    def __init__(self, name: str, value: tuple[ItemText, ...]) -> None:
        super().__init__(
            name,
            _("In other languages"),
            _("Add a language"),
            hint=_("A quote takes these words if it is written in their language."),
        )
        self.set_value(value)

    def make(self) -> TextEntry:
        """Return an entry in a language that has no words yet."""
        known = {entry.language.currentData() for entry in self.entries} | {language()}
        free = (code for code in LANGUAGES if code not in known)
        return TextEntry(ItemText(next(free, SOURCE_LANGUAGE)))

    def add_entry(self, entry: TextEntry) -> TextEntry:
        """Show an entry; what is typed in it takes its mark away."""
        entry.language.currentIndexChanged.connect(self._touched)
        for edit in (entry.name, entry.unit):
            edit.textChanged.connect(self._touched)
        entry.description.textChanged.connect(self._touched)
        return super().add_entry(entry)

    def value(self) -> tuple[ItemText, ...]:
        """Return the words of each language; a language without any says nothing."""
        return tuple(entry.said for entry in self.entries if not entry.said.is_empty)

    def set_value(self, value: tuple[ItemText, ...]) -> None:
        """Show words."""
        for said in value:
            self.add_entry(TextEntry(said))


def _line(text: str, words: str) -> QLineEdit:
    edit = QLineEdit(text)
    edit.setAccessibleName(words)
    edit.setPlaceholderText(words)
    edit.setCursorPosition(0)
    return edit


def _combo(choices: list[tuple[str, str]], chosen: str, words: str) -> QComboBox:
    combo = QComboBox()
    for code, shown in choices:
        combo.addItem(shown, code)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(8)
    combo.setMaxVisibleItems(14)
    combo.setAccessibleName(words)
    combo.view().setAccessibleName(words)
    return combo


def _languages(known: str) -> list[tuple[str, str]]:
    """Return the languages by name, those of the program first; `known` is among them."""
    from babel import Locale

    names = Locale.parse(language().replace("-", "_")).languages
    others = {code: name for code, name in names.items() if len(code) == 2}
    others.setdefault(known, names.get(known.replace("-", "_"), known))
    first = [(code, _capital(others.pop(code, name))) for code, name in LANGUAGES.items()]
    rest = [(code, _capital(name)) for code, name in others.items()]
    return [*first, *sorted(rest, key=lambda one: fold(one[1]))]


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
