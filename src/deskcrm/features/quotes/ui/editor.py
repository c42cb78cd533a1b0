"""The editor of one quote: its fields, its lines, live totals, and the preview of its PDF."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskcrm.crm import Changes
from deskcrm.domain.totals import Totals
from deskcrm.errors import CrmError, NotFound
from deskcrm.features.quotes.drafts import QuoteDraft
from deskcrm.features.quotes.filenames import file_name
from deskcrm.features.quotes.filling import fill_text, has_variables
from deskcrm.features.quotes.live_totals import LiveTotals
from deskcrm.features.quotes.queries import (
    QuoteHead,
    draft_view,
    quote_draft,
    quote_head,
    quote_view,
    sent_pdf,
)
from deskcrm.features.quotes.templates import template_rows, use_template
from deskcrm.features.quotes.ui.cells import Cell
from deskcrm.features.quotes.ui.explain_sheet import ExplainSheet
from deskcrm.features.quotes.ui.insert_menu import insert_menu
from deskcrm.features.quotes.ui.line_acts import COST_SETTING
from deskcrm.features.quotes.ui.line_choices import Choices
from deskcrm.features.quotes.ui.line_model import LineModel, Lines
from deskcrm.features.quotes.ui.line_table import LineTable
from deskcrm.features.quotes.ui.meta_row import MetaRow
from deskcrm.features.quotes.ui.offers import choices_for, items_of, with_companions
from deskcrm.features.quotes.ui.options import open_adjustment, open_options
from deskcrm.features.quotes.ui.payment_sheet import open_payments
from deskcrm.features.quotes.ui.preview import Preview
from deskcrm.features.quotes.ui.sent_strip import SentFacts, SentStrip
from deskcrm.features.quotes.ui.template_sheets import TemplateBar
from deskcrm.features.quotes.ui.text_box import TextBox, TitleField
from deskcrm.features.quotes.ui.totals_box import TotalsBox
from deskcrm.features.quotes.usecases import ChangedElsewhere, save_draft
from deskcrm.features.quotes.variables import (
    as_sent,
    has_any,
    holes,
    quote_values,
    require_resolved,
)
from deskcrm.i18n import _, mark
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button, IconButton
from deskcrm.kit.live import Live
from deskcrm.kit.parts import ScrollColumn, column, row
from deskcrm.kit.text import Text

_MOST_HOLES = 3
"""So many problems of headings and text lines are told at once."""


_PAUSE = 1500
"""Milliseconds without a key after which a text is saved while it is being written."""


class WrongCells(CrmError):
    """A quote with a text in a cell that could not be read."""

    sentence = mark("“{text}” in line {line} could not be read: {reason} Correct it first.")


class QuoteEditor(Live):
    """Shows one quote; each finished edit is saved as its draft at once."""

    kinds = frozenset({
        "quote", "quote_line", "quote_adjustment", "sent_quote", "contact", "role", "email",
        "deal", "business", "tax_rate", "catalog_item", "catalog_price", "catalog_text",
        "quote_payment", "quote_template", "phone", "address", "number_series",
    })  # fmt: skip

    head_changed = Signal(object)
    """The QuoteHead that the window's header is to show."""
    gone = Signal()
    """The quote is not there any more."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.quote_id: int | None = None
        self.head: QuoteHead | None = None
        self._draft: QuoteDraft | None = None
        self._preview_wanted: bool | None = None
        self._live = LiveTotals()
        self.title_field = TitleField(_("Title"), _("Title of the quote"))
        self.title_field.hide()
        self.lines = LineModel(self._save_lines)
        self.table = LineTable(context, self.lines)
        self.table.show_cost(bool(context.settings.get(COST_SETTING)))
        self._catalog: tuple[str, str, Choices] | None = None
        self.meta = MetaRow(context)
        self.introduction = TextBox(
            _("Introduction"), 2, placeholder=_("Stands before the lines, such as a greeting")
        )
        self.terms = TextBox(_("Terms"), 3)
        self.totals_box = TotalsBox()
        self.template_bar = TemplateBar(
            self._use_template, lambda: context.run("quotes.new_from_template")
        )
        self.holes = Text(tone="bad", size=theme.LABEL, wrap=True)
        self.preview = Preview(context)
        self._strip = SentStrip(context)
        self._facts = SentFacts()
        self._lay_out()
        self._connect()

    # What the page and the commands ask.

    @property
    def is_draft(self) -> bool:
        """Say whether the quote may still be changed."""
        return self.head is not None and self.head.number is None

    @property
    def draft(self) -> QuoteDraft | None:
        """The quote as it is saved."""
        return self._draft

    def show_quote(self, quote_id: int) -> None:
        """Show a quote; a CrmError if there is none."""
        self.finish()
        self.preview.stop()
        self.lines.forget_wrong()
        self.quote_id, self._draft = quote_id, None
        self.reload()
        self._stale = False

    def begin(self) -> None:
        """Put the keyboard where the work on the quote begins."""
        if not self.is_draft:
            self._strip.begin()
        elif not self.title_field.text():
            self.title_field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._draft is not None and self._draft.contact_id is None:
            self.meta.customer.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            last = len(self.lines.lines)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.choose(last, Cell.ITEM)

    def finish(self) -> None:
        """Save what is still being typed."""
        self._soon_saved.stop()
        if self.quote_id is None or self._draft is None or not self.is_draft:
            return
        self.table.finish()
        self.title_field.finish()
        self.meta.finish()
        self.introduction.finish()
        self.terms.finish()

    def require_readable(self) -> None:
        """Raise WrongCells for a cell, or UnresolvedText for a text, that cannot go to a customer."""
        for row_number, _cell, wrong in self.lines.wrong:
            raise WrongCells(text=wrong.text[:40], line=row_number + 1, reason=wrong.sentence)
        if self._draft is not None and self.is_draft:
            self.context.crm.ask(require_resolved, self._draft)

    def explain(self) -> None:
        """Show how the totals come about."""
        draft = self._as_typed()
        if draft is not None:
            self._try(lambda: ExplainSheet(draft, self.window()).open())

    def plan_payments(self) -> None:
        """Open the payment plan."""
        self.finish()
        draft = self._draft
        if draft is not None:
            self._try(lambda: open_payments(draft, self._save_and_show, self.window()))

    def change_options(self) -> None:
        """Open the rarer settings of the quote."""
        self.finish()
        if self._draft is not None:
            open_options(self.context, self._draft, self._save_and_show)

    def offer_insert(self, box: TextBox | None = None) -> None:
        """Offer texts and variables for a text: the one being written in, unless it is given."""
        box = box or (self.terms if self.terms.edit.hasFocus() else self.introduction)
        if self._draft is None:
            return
        draft = self._as_typed() or self._draft
        values = self.context.crm.ask(quote_values, draft)
        insert_menu(self.context, box, values).popup(box.menu_place())

    def toggle_preview(self) -> None:
        """Fold the preview away, or show it."""
        self._preview_wanted = self.preview.isHidden()
        self._fold()

    def reload(self) -> None:
        """Ask for the quote again and show what has changed."""
        if self.quote_id is None:
            return
        try:
            head = self.context.crm.ask(quote_head, self.quote_id, self.context.today())
            draft = self.context.crm.ask(quote_draft, self.quote_id)
        except NotFound:
            self.quote_id, self.head, self._draft = None, None, None
            self.gone.emit()
            return
        if head.number is not None and has_any(draft):
            view = self.context.crm.ask(quote_view, self.quote_id, self.context.today())
            draft = as_sent(draft, view)
        self.head = head
        self.lines.choices = self._choices(draft)
        self.lines.tax_included = draft.prices_include_tax
        if draft != self._draft:
            self.lines.stop_typing()
        self._show(draft)
        self.head_changed.emit(head)

    def _choices(self, draft: QuoteDraft) -> Choices:
        """Return what the lines may be: asked for anew only when the catalog has changed."""
        assert self.quote_id is not None
        crm, there = self.context.crm, (draft.currency, draft.language)
        if self._catalog is None or self._catalog[:2] != there:
            self._catalog = (*there, choices_for(crm, draft))
        return with_companions(crm, self._catalog[2], items_of(draft), self.quote_id)

    def _hear(self, changes: Changes) -> None:
        if changes.touches("catalog_item", "catalog_price", "catalog_text", "tax_rate"):
            self._catalog = None
        super()._hear(changes)

    # Showing.

    def _show(self, draft: QuoteDraft) -> None:
        assert self.head is not None
        self._draft = draft
        read_only = not self.is_draft
        self.title_field.show_text(draft.title, read_only=read_only)
        self.meta.show_draft(draft, self.head, read_only=read_only)
        self._options.setVisible(not read_only)
        self.lines.show(draft.lines, read_only=read_only)
        self.introduction.show_text(draft.introduction, read_only=read_only)
        self.introduction.setVisible(not read_only or bool(draft.introduction))
        self._plan.setVisible(not read_only)
        empty = not read_only and not draft.lines
        self.template_bar.show_rows(self.context.crm.ask(template_rows) if empty else ())
        self.preview.name = file_name(self.head.number, draft.title, ".pdf")
        self.terms.show_text(draft.terms, read_only=read_only)
        for button in (self._discount, self._charge):
            button.setVisible(not read_only)
        self._strip.show_head(self.head, draft.valid_until, self.context.today())
        self._facts.show_head(self.head)
        self._show_figures()

    def _show_figures(self) -> None:
        """Show totals and preview of what is saved, with what is being typed."""
        draft = self._as_typed()
        if draft is None or self.quote_id is None:
            return
        found = self._totals(draft)
        if found is not None:
            self.lines.show_totals(found)
        self.totals_box.show_totals(
            draft, found, read_only=not self.is_draft, with_margin=self.lines.shows_cost
        )
        self._show_filled(draft)
        if self.preview.isHidden():
            return
        if self.is_draft:
            crm = self.context.crm
            self.preview.show_draft(
                lambda: crm.ask(draft_view, draft), at_once=not self.preview.pdf
            )
        else:
            self.preview.show_sent(self.context.crm.ask(sent_pdf, self.quote_id).pdf)

    def _totals(self, draft: QuoteDraft) -> Totals | None:
        try:
            return self._live.of(draft)
        except CrmError:
            return None

    def _show_filled(self, draft: QuoteDraft) -> None:
        """Show how the texts are printed with their variables, and mark those that cannot be."""
        if not self.is_draft or not has_any(draft):
            for box in (self.introduction, self.terms):
                box.show_filled(None)
            self.holes.hide()
            return
        values = self.context.crm.ask(quote_values, draft)
        for box, text in ((self.introduction, draft.introduction), (self.terms, draft.terms)):
            box.show_filled(fill_text(text, values) if has_variables(text) else None)
        in_lines = replace(draft, introduction="", terms="")
        sentences = dict.fromkeys(hole.sentence for hole in holes(in_lines, values))
        self.holes.setText("\n".join(list(sentences)[:_MOST_HOLES]))
        self.holes.setVisible(bool(sentences))

    def _as_typed(self) -> QuoteDraft | None:
        """Return the draft with all that is being typed now."""
        if self._draft is None or not self.is_draft:
            return self._draft
        return replace(
            self._draft,
            title=self.title_field.text().strip(),
            introduction=self.introduction.text(),
            terms=self.terms.text(),
            lines=self.lines.lines_as_typed(),
        )

    # Saving.

    def _save(self, draft: QuoteDraft) -> None:
        """Save a draft; raise a CrmError if a rule is broken, with nothing saved."""
        assert self.quote_id is not None
        if draft == self._draft:
            return
        self._live.of(draft)
        try:
            kept = self.context.crm.do(save_draft, self.quote_id, draft, based_on=self._draft)
        except ChangedElsewhere:
            self.mark_stale()  # The newest version is shown; what was typed stays in its cell.
            raise
        self._draft = kept
        self._soon_figures.start()

    def _save_lines(self, lines: Lines) -> None:
        assert self._draft is not None
        self._save(replace(self._draft, lines=lines))

    def _keep(self, draft: QuoteDraft) -> bool:
        """Save a draft; show what is wrong and go back to what is saved if that is not possible."""
        try:
            self._save(draft)
        except CrmError as error:
            self.context.report_error(error)
            saved = False
        else:
            saved = True
        if self._draft is not None and self.head is not None:
            self.reload()
        return saved

    def _keep_texts(self) -> None:
        seen = self._draft
        if seen is None:
            return
        typed = self._with_texts(seen)
        if self._keep(typed):
            return
        # What was typed goes on being shown, to be saved when it is left again.
        if typed.title != seen.title:
            self.title_field.keep(typed.title)
        if typed.introduction != seen.introduction:
            self.introduction.keep(typed.introduction)
        if typed.terms != seen.terms:
            self.terms.keep(typed.terms)

    def _with_texts(self, draft: QuoteDraft) -> QuoteDraft:
        """Return a draft with its title and texts as they are typed now."""
        return replace(
            draft,
            title=self.title_field.text().strip(),
            introduction=self.introduction.text().rstrip(),
            terms=self.terms.text().rstrip(),
        )

    def _save_texts(self) -> None:
        """Save texts that are still being written; what is wrong with them is said when they are left."""
        if self._draft is not None and self.is_draft:
            with suppress(CrmError):
                self._save(self._with_texts(self._draft))

    def _change_adjustment(self, kind: str, place: int | None = None) -> None:
        if self._draft is not None:
            open_adjustment(self.context, self._draft, self._save_and_show, kind, place)

    def _use_template(self, template_id: int) -> None:
        self.finish()
        if self.quote_id is not None:
            said = _("Begun with the template")
            if self.context.do(said, use_template, self.quote_id, template_id) is not None:
                self.reload()
                self.begin()

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except CrmError as error:
            self.context.report_error(error)

    def _save_and_show(self, draft: QuoteDraft) -> None:
        self._save(draft)
        self.reload()

    # Building.

    def _lay_out(self) -> None:
        outer = column(self)
        outer.addWidget(self._strip)
        across = row()
        outer.addLayout(across, 1)
        self._scroll = ScrollColumn(margin=theme.LARGE, gap=0)
        across.addWidget(self._scroll, 1)
        across.addWidget(self.preview)
        self.preview.setFixedWidth(430)
        self._options = IconButton("more", _("Options of the quote"), self.change_options)
        self._eye = IconButton("eye", _("Show the preview"), self._toggle)
        self.meta.add(self._options)
        self.meta.add(self._eye)
        body = self._scroll.body
        body.addWidget(self.meta)
        body.addSpacing(10)
        body.addWidget(self.table)
        body.addWidget(self.holes)
        body.addWidget(self.template_bar)
        body.addSpacing(14)
        below = row(gap=10)
        texts = column(gap=10)
        texts.addWidget(self.introduction)
        texts.addWidget(self.terms)
        texts.addStretch(1)
        below.addLayout(texts, 1)
        sums = QWidget(self)
        sums.setFixedWidth(258)
        sums.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        side = column(sums, gap=6)
        side.setContentsMargins(0, 4, 8, 0)
        side.addWidget(self.totals_box)
        links = row(gap=theme.MEDIUM)
        self._discount = _link(_("Add a discount"), lambda: self._change_adjustment("discount"))
        self._charge = _link(_("Add a surcharge"), lambda: self._change_adjustment("charge"))
        links.addWidget(self._discount)
        links.addWidget(self._charge)
        links.addStretch(1)
        side.addLayout(links)
        more = row(gap=theme.MEDIUM)
        self._plan = _link(_("Payment plan"), lambda: self.context.run("quotes.payments"))
        more.addWidget(self._plan)
        more.addWidget(_link(_("Explain"), lambda: self.context.run("quotes.explain")))
        more.addStretch(1)
        side.addLayout(more)
        side.addStretch(1)
        below.addWidget(sums)
        body.addLayout(below)
        body.addSpacing(theme.LARGE)
        body.addWidget(self._facts)

    def _connect(self) -> None:
        self._soon_figures = QTimer(self, interval=0, singleShot=True)
        self._soon_saved = QTimer(self, interval=_PAUSE, singleShot=True)
        self._soon_saved.timeout.connect(self._save_texts)
        for typing in (self.title_field.textEdited, self.introduction.typing, self.terms.typing):
            typing.connect(self._soon_saved.start)
        self._soon_figures.timeout.connect(self._show_figures)
        self.lines.typing.connect(self._soon_figures.start)
        self.lines.reshaped.connect(self._fold)
        self.lines.reshaped.connect(self._soon_figures.start)
        self.title_field.textEdited.connect(self._soon_figures.start)
        self.introduction.typing.connect(self._soon_figures.start)
        self.terms.typing.connect(self._soon_figures.start)
        for text in (self.title_field, self.introduction, self.terms):
            text.finished.connect(self._keep_texts)
        for box in (self.introduction, self.terms):
            box.insert_asked.connect(partial(self.offer_insert, box))
        self.totals_box.payments_asked.connect(lambda: self.context.run("quotes.payments"))
        self.meta.changed.connect(self._keep)
        self.totals_box.change_asked.connect(self._change_adjustment)
        self.preview.folded.connect(self._toggle)
        self.table.acts.said.connect(lambda words: self.context.toast(words, undo=True))
        self.table.selectionModel().currentChanged.connect(self._reveal_current)

    def _reveal_current(self) -> None:
        place = self.table.place_of_current()
        inside = self._scroll.widget()
        if inside is not None and place.isValid():
            point = self.table.mapTo(inside, place.center())
            self._scroll.ensureVisible(point.x(), point.y(), 0, 60)

    # The preview folds away in a narrow window.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold the preview as the width allows."""
        super().resizeEvent(event)
        self._fold()

    def hideEvent(self, event: QHideEvent) -> None:
        """Save what is still being typed: another page is shown, or the window closes."""
        super().hideEvent(event)
        if self.context.is_open:
            self.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save what is being typed with Ctrl+S."""
        if event.key() == Qt.Key.Key_S and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.finish()
        else:
            super().keyPressEvent(event)

    def _toggle(self) -> None:
        self.context.run("quotes.preview")

    def _fold(self) -> None:
        narrow = self.window().width() < theme.FOLD_WIDTH + 2 * self.table.private_width()
        shown = not narrow if self._preview_wanted is None else self._preview_wanted
        self._eye.setVisible(not shown)
        if shown == self.preview.isHidden():
            self.preview.setVisible(shown)
            if shown:
                self._soon_figures.start()
        self.preview.setFixedWidth(360 if narrow else 430)


def _link(text: str, clicked: Callable[[], object]) -> Button:
    return Button(text, clicked, kind="link")
