"""What the business sells again and again, ready to be put on a quote."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QLineEdit, QScrollArea, QVBoxLayout

from deskcrm import formats
from deskcrm.features.catalog.form import ItemForm
from deskcrm.features.catalog.queries import ItemRow, catalog_items, categories
from deskcrm.features.catalog.ui.form import ask_item
from deskcrm.features.catalog.usecases import add_item, archive_item, edit_item, restore_item
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import IconButton
from deskcrm.kit.parts import row
from deskcrm.kit.records import ArchiveSection
from deskcrm.kit.table import Column
from deskcrm.kit.text import Text

_ALL = "\0"
"""Stands for every category: no category is called so."""


class CatalogSection(ArchiveSection):
    """The items by name, found by typing and by category."""

    kinds = frozenset({"catalog_item", "catalog_price", "catalog_text", "tax_rate"})

    def __init__(self, context: Context) -> None:
        self.filter = QLineEdit()
        self.category = QComboBox()
        super().__init__(
            context,
            _("Catalog"),
            [
                Column[ItemRow](_("Name"), _name, stretch=True, subtitle=_below),
                Column[ItemRow](_("Category"), lambda item: item.category, width=112, muted=True),
                Column[ItemRow](_("Unit"), lambda item: item.unit, width=72, muted=True),
                Column[ItemRow](_("Price"), _price, width=112, number=True),
                Column[ItemRow](_("Tax"), lambda item: item.tax_name or "—", width=112, muted=True),
            ],
            self._items,
            empty=_(
                "Nothing in the catalog yet. What you sell again and again goes here: "
                "a quote fills its line from it as you type the name."
            ),
            add=_("Add item"),
        )
        self._nothing_fits = Text(_("Nothing fits."), tone="muted")
        self._add_filters()

    def _add_filters(self) -> None:
        self.filter.setPlaceholderText(_("Filter by name, description or category"))
        self.filter.setAccessibleName(_("Filter the catalog"))
        self.filter.setClearButtonEnabled(True)
        self.category.setAccessibleName(_("Category"))
        self.category.view().setAccessibleName(_("Category"))
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.category.setSizeAdjustPolicy(policy)
        self.category.setMinimumContentsLength(14)
        bring = IconButton("import", _("Import items…"), lambda: self.context.run("catalog.import"))
        self.take_away = IconButton(
            "export", _("Export the catalog…"), lambda: self.context.run("catalog.export")
        )
        line = row(gap=theme.SMALL)
        line.addWidget(self.filter, 1)
        line.addWidget(self.category)
        line.addStretch(0)
        line.addWidget(bring)
        line.addWidget(self.take_away)
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        box.insertLayout(0, line)
        box.insertWidget(2, self._nothing_fits)
        stops = (self.filter, self.category, bring, self.take_away, self.table)
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)
        self._soon = QTimer(self, interval=80, singleShot=True)
        self._soon.timeout.connect(self.reload)
        self.filter.textChanged.connect(lambda _text: self._soon.start())
        self.filter.returnPressed.connect(self._go_to_table)
        self.category.activated.connect(lambda _place: self.reload())

    def reload(self) -> None:
        """Ask for the items anew, and for the categories there are."""
        self._show_categories()
        super().reload()
        narrowed = bool(self.filter.text().strip()) or self._chosen() is not None
        nothing = not self.ids()
        self._empty.setVisible(nothing and not narrowed)
        self._nothing_fits.setVisible(nothing and narrowed)
        anything = not nothing or narrowed
        for widget in (self.filter, self.take_away):
            widget.setVisible(anything)
        self.category.setVisible(anything and self.category.count() > 2)

    def begin(self) -> None:
        """Come into sight with the keyboard in the list, or where the first item is added."""
        scroll = self.parentWidget()
        while scroll is not None and not isinstance(scroll, QScrollArea):
            scroll = scroll.parentWidget()
        target = self.table if self.ids() else self.new_button
        if isinstance(scroll, QScrollArea):
            # Once the page that is just shown has its sizes.
            QTimer.singleShot(0, self, partial(scroll.ensureWidgetVisible, self, 0, theme.WIDE))
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def add(self) -> None:
        """Ask for a new item, of the category that is shown."""

        def save(form: ItemForm) -> None:
            item_id = self.context.crm.do(add_item, form)
            self.context.toast(_("Added {name}").format(name=form.name), undo=True)
            self.reload()
            self.table.select_id(item_id)

        ask_item(self.context, _("Add item"), None, save, category=self._chosen() or "")

    def edit(self, record_id: int) -> None:
        """Open the form of an item."""

        def save(form: ItemForm) -> None:
            self.context.crm.do(edit_item, record_id, form)

        ask_item(self.context, _("Edit item"), self.row(record_id), save)

    def archive(self, record_id: int) -> None:
        """Offer an item no more."""
        said = _("Archived {name}").format(name=self.row(record_id).name)
        self.context.do(said, archive_item, record_id)

    def restore(self, record_id: int) -> None:
        """Offer an item again."""
        said = _("Brought back {name}").format(name=self.row(record_id).name)
        self.context.do(said, restore_item, record_id)

    def _items(self, archived: bool) -> tuple[ItemRow, ...]:
        return self.context.crm.ask(
            catalog_items, archived=archived, text=self.filter.text(), category=self._chosen()
        )

    def _chosen(self) -> str | None:
        """Return the category that is chosen, None for all."""
        chosen = self.category.currentData()
        return None if chosen in {None, _ALL} else str(chosen)

    def _show_categories(self) -> None:
        known = self.context.crm.ask(categories)
        wanted = [_ALL, *known]
        if wanted == [self.category.itemData(place) for place in range(self.category.count())]:
            return
        chosen = self.category.currentData()
        self.category.clear()
        self.category.addItem(_("All categories"), _ALL)
        for name in known:
            self.category.addItem(name or _("Without a category"), name)
        self.category.setCurrentIndex(max(0, self.category.findData(chosen)))

    def _go_to_table(self) -> None:
        self.reload()
        self.table.setFocus()


def _name(item: ItemRow) -> str:
    return _("{name} (archived)").format(name=item.name) if item.archived else item.name


def _below(item: ItemRow) -> str:
    """Return the description, and the languages that the item has words in."""
    return formats.beside(item.description, ", ".join(text.language for text in item.texts))


def _price(item: ItemRow) -> str:
    more = len(item.prices)
    shown = formats.money(item.unit_price, item.currency)
    return _("{price} +{more}").format(price=shown, more=formats.number(more)) if more else shown
