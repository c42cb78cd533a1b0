"""The Quotes page: the list of all quotes, and the editor of one in its place."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from deskcrm import formats
from deskcrm.domain.business import Business
from deskcrm.domain.quotes import REPLACED, QuoteState
from deskcrm.features.quotes.queries import QuoteHead, quote_counts
from deskcrm.features.quotes.ui.quote_list import FILTERS, QuoteList
from deskcrm.features.quotes.ui.sheets import MAIL, can_mail
from deskcrm.features.quotes.ui.words import state_tone, state_word
from deskcrm.i18n import _
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button, FilterChips, IconButton, Pill
from deskcrm.kit.page import Page
from deskcrm.kit.parts import EmptyState, column
from deskcrm.kit.text import ElidedText

if TYPE_CHECKING:
    from deskcrm.features.quotes.ui.editor import QuoteEditor


class QuotesPage(Page):
    """Shows the list, or the one quote that is open."""

    kinds = frozenset({"quote", "contact", "sent_quote", "business"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Quotes"))
        self._ids: frozenset[int] | None = None
        self._was_left = True
        currency = context.crm.ask(lambda session: session.get_one(Business, 1).currency)
        self.quotes = QuoteList(context, currency)
        self.list = self.quotes.table
        self.editor: QuoteEditor | None = None
        self._stack = QStackedWidget()
        self._list_place = QWidget()
        column(self._list_place).addWidget(self.quotes)
        self._stack.addWidget(self._list_place)
        self.body.addWidget(self._stack, 1)
        self._make_header()
        self.quotes.opened.connect(self.show_quote)
        self._show_header()

    # Where it can be sent.

    def show_quote(self, quote_id: int) -> None:
        """Open the editor on a quote; a CrmError if there is none."""
        editor = self._editor()
        self.show_empty(None)
        editor.show_quote(quote_id)
        self._stack.setCurrentWidget(editor)
        self._show_header()
        editor.begin()

    def show_list(self) -> None:
        """Go back to the list, at the quote that was open."""
        if self.editor is None or self._stack.currentWidget() is not self.editor:
            return
        self.editor.finish()
        left = self.editor.quote_id
        self._stack.setCurrentWidget(self._list_place)
        self._show_header()
        self.reload()
        if left is not None:
            self.quotes.table.select_id(left)
        self.quotes.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_ids(self, ids: Collection[int], title: str) -> None:
        """Show these quotes alone, under a title such as “Quotes of September 2026”."""
        self.show_list()
        self._ids = frozenset(ids)
        self.quotes.choose_ids(self._ids)
        self.set_title(title)
        self._show_header()

    def show_all(self) -> None:
        """Show the quotes of the chosen chip again."""
        self._ids = None
        self.quotes.choose_ids(None)
        self.set_title(_("Quotes"))
        self._show_header()

    def show_whose(self, kind: str, record_id: int, name: str) -> None:
        """Show the quotes of a contact or a deal alone, of whatever state."""
        self.show_list()
        self.show_all()
        self._chips.choose("all")
        self.quotes.filters.show_whose(kind, record_id, name)
        self.quotes.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_editing(self) -> bool:
        """Say whether a quote is open."""
        return self.editor is not None and self._stack.currentWidget() is self.editor

    # What the window asks of a page.

    def reload(self) -> None:
        """Ask for the quotes anew."""
        counts = self.context.crm.ask(quote_counts, self.context.today())
        for key, words in _chips(counts):
            self._chips.set_words(key, words)
        if self.is_editing:
            return
        self.quotes.reload()
        self.show_empty(None if counts else self._nothing_yet())

    def opened(self) -> None:
        """Put the keyboard in the list, or where the open quote goes on; asked for twice, show the list."""
        if self.is_editing and not self._was_left:
            self.show_list()
        self._was_left = False
        if self.is_editing and self.editor is not None:
            self.editor.begin()
        else:
            super().opened()

    def target(self, kind: str) -> int | None:
        """Return the open or current quote, or the customer of the open one."""
        if kind == "quote":
            if self.is_editing and self.editor is not None:
                return self.editor.quote_id
            return self.quotes.table.current_id()
        if kind == "contact" and self.is_editing and self.editor is not None:
            return self.editor.head.contact_id if self.editor.head is not None else None
        return None

    def focus_filter(self) -> None:
        """Go to the list's filter."""
        self.show_list()
        self.quotes.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.quotes.filter.selectAll()

    def print_or_save(self) -> None:
        """Save the PDF of the open or current quote."""
        self.context.run("quotes.save_pdf")

    def hideEvent(self, event: QHideEvent) -> None:
        """Note that another page is shown: coming back finds the open quote again."""
        super().hideEvent(event)
        self._was_left = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list with Esc."""
        if event.key() == Qt.Key.Key_Escape and self.is_editing:
            self.show_list()
        elif event.key() == Qt.Key.Key_Escape and self._ids is not None:
            self.show_all()
        else:
            super().keyPressEvent(event)

    # Building.

    def _editor(self) -> "QuoteEditor":
        """Return the editor, made when the first quote is opened: it brings QtPdf along."""
        if self.editor is None:
            from deskcrm.features.quotes.ui.editor import QuoteEditor

            self.editor = QuoteEditor(self.context)
            self._stack.addWidget(self.editor)
            self._start_row.insertWidget(1, self.editor.title_field)
            # Tab goes on from the title to the customer, though they stand in different places.
            before = self.editor.meta.customer.previousInFocusChain()
            while before is not None and before.focusPolicy() is Qt.FocusPolicy.NoFocus:
                before = before.previousInFocusChain()
            if before is not None:
                QWidget.setTabOrder(before, self.editor.title_field)
            self.editor.head_changed.connect(self._show_head)
            self.editor.title_field.left.connect(self.show_list)
            self.editor.gone.connect(self._leave_soon)
        return self.editor

    def _make_header(self) -> None:
        self._back = IconButton("arrow-left", _("Back to all quotes"), self.show_list)
        self._start_row.insertWidget(0, self._back)
        counts: dict[QuoteState, int] = {}
        self._chips = self.add_chips(FilterChips(_chips(counts), _("Which quotes")))
        self._chips.chosen.connect(self.quotes.choose)
        self._all = Button(_("Show all quotes"), self.show_all, kind="link")
        self._pill = Pill("")
        self._note = ElidedText(tone="muted")
        for widget in (self._all, self._pill, self._note):
            self.add_to_title(widget)
        self._new = self.add_command("quotes.new", primary=True)
        self._save = self.add_button(_("Save PDF"), lambda: self.context.run("quotes.save_pdf"))
        self._send = self.add_button(
            _("Send…"), lambda: self.context.run("quotes.send"), primary=True
        )
        self._mail = self.add_button(_("Send by mail"), lambda: self.context.run(MAIL))

    def _show_header(self) -> None:
        """Show the header of the list, or that of the open quote."""
        editing = self.is_editing
        head = self.editor.head if editing and self.editor is not None else None
        draft = head is not None and head.number is None
        self._title.setVisible(not editing)
        self._chips.setVisible(not editing and self._ids is None)
        self._all.setVisible(not editing and self._ids is not None)
        self._new.setVisible(not editing)
        for widget in (self._back, self._pill, self._note, self._save):
            widget.setVisible(editing)
        if self.editor is not None:
            self.editor.title_field.setVisible(editing)
        self._send.setVisible(draft)
        stands = head is not None and not draft and head.state not in REPLACED
        self._mail.setVisible(stands and can_mail(self.context))

    def _show_head(self, head: QuoteHead) -> None:
        self._pill.set_text(state_word(head.state), state_tone(head.state))
        self._pill.setMinimumWidth(self._pill.sizeHint().width())
        if head.number is None:
            self._note.setText(_("will be {number}").format(number=head.next_number))
        else:
            self._note.setText(head.number)
        self._note.setMinimumWidth(min(self._note.sizeHint().width(), 150))
        self._show_header()

    def _leave_soon(self) -> None:
        QTimer.singleShot(0, self, self.show_list)

    def _nothing_yet(self) -> EmptyState:
        return EmptyState(
            "quotes",
            _("No quotes yet"),
            _(
                "A quote says what you offer and for how much. It becomes a PDF that you are proud of."
            ),
            Button(_("New quote"), lambda: self.context.run("quotes.new"), kind="primary"),
        )

    def changeEvent(self, event: QEvent) -> None:
        """Draw the frames of the texts in the colours of the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self.editor is not None:
            self.editor.introduction.paint_frame()
            self.editor.terms.paint_frame()


def _chips(counts: dict[QuoteState, int]) -> list[tuple[str, str]]:
    """Return the chips of the list, each with how many quotes it shows."""
    words = {
        "all": _("All"),
        "drafts": _("Drafts"),
        "waiting": _("Waiting"),
        "accepted": _("Accepted"),
        "declined": _("Declined"),
        "expired": _("Expired"),
    }
    found = []
    for key, states in FILTERS.items():
        shown = sum(n for state, n in counts.items() if states is None or state in states)
        found.append((key, f"{words[key]} {formats.number(shown)}" if shown else words[key]))
    return found
