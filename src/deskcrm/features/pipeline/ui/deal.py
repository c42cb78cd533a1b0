"""One deal: its form, what comes next, what happened, and what other features know of it."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from deskcrm import formats
from deskcrm.domain.activities import ActivityKind
from deskcrm.domain.business import own_currency
from deskcrm.domain.custom import FieldOwner
from deskcrm.domain.deals import StageKind, WrongProbability
from deskcrm.errors import CrmError, NotFound
from deskcrm.features.fields.queries import fields_of
from deskcrm.features.pipeline.queries import DealEvent, DealView, deal_view, lost_reasons, sources
from deskcrm.features.pipeline.rows import stages
from deskcrm.features.pipeline.ui import words
from deskcrm.features.pipeline.ui.contact_field import ContactField
from deskcrm.features.pipeline.usecases import DealFields, edit_deal, log_activity, set_next_step
from deskcrm.i18n import _, mark
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button, Pill
from deskcrm.kit.custom_fields import OwnFields
from deskcrm.kit.date_field import DateField
from deskcrm.kit.fields import ChoiceField, LongTextField, TextField
from deskcrm.kit.form import Form
from deskcrm.kit.live import Live
from deskcrm.kit.number_field import NumberField
from deskcrm.kit.page import DetailPane
from deskcrm.kit.parts import Line, ScrollColumn, SectionLabel, TaskCard, clear, column, row
from deskcrm.kit.text import ElidedText, tooltip_text
from deskcrm.kit.timeline import Happening, TimelineView

KINDS = {
    ActivityKind.NOTE: mark("Note"),
    ActivityKind.CALL: mark("Call"),
    ActivityKind.MAIL: mark("Mail"),
    ActivityKind.MEETING: mark("Meeting"),
    ActivityKind.DOCUMENT: mark("Document"),
}


class DealPane(Live):
    """A deal from all sides; Esc goes back, saving what can be saved."""

    kinds = frozenset({"custom_field", "deal", "contact", "role", "stage", "activity", "follow_up"})
    left = Signal()
    """The user is done with the deal."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.deal_id: int | None = None
        self._form: Form | None = None
        self._own = OwnFields((), {}, "")
        self._contact_id: int | None = None
        self._is_dirty = False
        box = column(self)
        head = row(gap=theme.SMALL)
        head.setContentsMargins(16, 10, 16, 10)
        head.addWidget(Button(_("Pipeline"), self.leave, icon="arrow-left"))
        self._title = ElidedText(size=theme.RECORD_TITLE, strong=True)
        self._pill = Pill("")
        head.addSpacing(theme.TINY)
        head.addWidget(self._title)
        head.addWidget(self._pill)
        self._who = Button("", self._open_contact, kind="link")
        head.addWidget(self._who)
        head.addStretch(1)
        self._win = Button(_("Won"), lambda: self._run("pipeline.win"))
        self._lose = Button(_("Lost"), lambda: self._run("pipeline.lose"))
        self._reopen = Button(_("Reopen"), lambda: self._run("pipeline.reopen"))
        delete = Button(_("Delete"), lambda: self._run("pipeline.delete"), kind="danger")
        self._save = Button(_("Save"), self.save, kind="primary")
        for button in (delete, self._reopen, self._lose, self._win, self._save):
            head.addWidget(button)
        top = QWidget(self)
        top.setLayout(head)
        top.setProperty("ground", "surface")
        top.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box.addWidget(top)
        box.addWidget(Line())
        sides = row()
        self._scroll = ScrollColumn(margin=20)
        sides.addWidget(self._scroll, 1)
        self._pane = DetailPane(400)
        self._pane.setFixedWidth(400)
        self._fill_pane()
        sides.addWidget(self._pane)
        box.addLayout(sides, 1)

    def show_deal(self, deal_id: int) -> None:
        """Show a deal; raise NotFound if it is gone."""
        self.context.crm.ask(deal_view, deal_id, self.context.today())
        self.deal_id = deal_id
        self._is_dirty = False
        self._form = None
        self._stale = False
        self.reload()
        self._pane.show_record(deal_id)

    def reload(self) -> None:
        """Ask for the deal again; what is being typed into the form stays."""
        if self.deal_id is None:
            return
        try:
            view = self.context.crm.ask(deal_view, self.deal_id, self.context.today())
        except NotFound:
            self.deal_id = None
            self.left.emit()
            return
        self._title.setText(view.row.title)
        self._title.updateGeometry()
        self._pill.set_text(*words.pill(view.row, self.context.today()))
        self._contact_id = view.row.contact_id
        self._who.setText(view.contact_name[:40])
        self._who.setAccessibleName(_("Open {name}").format(name=view.contact_name))
        self._who.setVisible(self._contact_id is not None)
        is_open = view.row.stage.kind.is_open
        for button in (self._win, self._lose):
            button.setVisible(is_open)
        self._reopen.setVisible(not is_open)
        if not self._is_dirty:
            self._show_form(view)
        self._show_steps(view)
        self._show_events(view)

    @property
    def form(self) -> Form:
        """The form of the deal that is shown."""
        assert self._form is not None
        return self._form

    def save(self) -> bool:
        """Save the form; if something is wrong, mark it, keep what was typed and return False."""
        if self._form is None or self.deal_id is None:
            return True
        values = self._form.values()
        if values is None:
            return False
        try:
            fields = replace(_fields(values), custom=self._own.taken(values))
            self._is_dirty = False
            self.context.crm.do(edit_deal, self.deal_id, fields, at=self.context.now())
        except CrmError as error:
            self._is_dirty = True
            self._form.mark_wrong(error)
            return False
        self._save.setEnabled(False)
        self.context.toast(_("Saved “{title}”").format(title=values["title"]), undo=True)
        return True

    def leave(self) -> None:
        """Go back to the pipeline once what was typed is saved."""
        if self.settle():
            self.left.emit()

    def settle(self) -> bool:
        """Save what was typed, if anything was; return False if it could not be."""
        return not self._is_dirty or self.save()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _open_contact(self) -> None:
        if self._contact_id is not None and self.settle():
            self.context.open("contact", self._contact_id)

    def _run(self, command: str) -> None:
        if self.deal_id is not None and self.settle():
            self.context.run(command, ("deal", self.deal_id))

    def _show_form(self, view: DealView) -> None:
        """Fill the form, made anew for another deal or other stages."""
        focused = self.focusWidget() if self._form is not None else None
        name = next(
            (key for key in _NAMES if focused and self._form
             and self._form.field(key).isAncestorOf(focused)), ""
        )  # fmt: skip
        clear(self._scroll.body)
        self._form = self._make_form(view)
        self._form.setMaximumWidth(620)
        self._form.submitted.connect(self.save)
        self._form.changed.connect(self._touch)
        self._scroll.body.addWidget(self._form)
        self._save.setEnabled(False)
        if name:
            self._form.field(name).setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_form(self, view: DealView) -> Form:
        shown = view.row
        offered = self.context.crm.ask(stages)
        contact = ContactField(self.context, "contact", _("Contact"))
        contact.set_value((shown.contact_id, view.contact_name))
        usual = formats.percent(shown.stage.probability)
        hint = (
            _("Set by hand; the stage says {share}. Leave it empty for that.").format(share=usual)
            if shown.by_hand
            else _("By the stage. Type another to set it by hand.")
        )
        chance = NumberField("probability", _("Probability"), suffix="%", hint=hint)
        chance.set_value(Decimal(shown.probability) if shown.by_hand else None)
        chance.edit.setPlaceholderText(formats.number(shown.probability))
        reason = TextField(
            "reason",
            _("Why it was lost"),
            view.lost_reason,
            suggestions=self.context.crm.ask(lost_reasons),
        )
        chosen = ChoiceField(
            "stage", _("Stage"), [(each.id, each.name) for each in offered], shown.stage.id
        )
        lost = {each.id for each in offered if each.kind is StageKind.LOST}
        reason.setVisible(shown.stage.id in lost)
        chosen.changed.connect(lambda: reason.setVisible(chosen.value() in lost))
        self._own = OwnFields(
            self.context.crm.ask(fields_of, FieldOwner.DEAL),
            view.custom,
            self.context.crm.ask(own_currency),
        )
        return Form(
            [
                TextField("title", _("Title"), shown.title, required=True),
                contact,
                (
                    NumberField("value", _("Value, net"), shown.value or None),
                    TextField("currency", _("Currency"), shown.currency, required=True),
                ),
                (chosen, chance),
                reason,
                (
                    DateField("close", _("Expected close"), shown.expected_close),
                    TextField(
                        "source",
                        _("Source"),
                        view.source,
                        suggestions=self.context.crm.ask(sources),
                    ),
                ),
                *self._own.fields,
                LongTextField("note", _("Note"), view.note, lines=5),
            ]
        )

    def _touch(self) -> None:
        self._is_dirty = True
        self._save.setEnabled(True)

    # What comes next, what happened.

    def _fill_pane(self) -> None:
        body = self._pane.body
        body.addWidget(SectionLabel(_("Next step")))
        self._steps = column(gap=theme.SMALL)
        body.addLayout(self._steps)
        self._step = _line(_("Call, send, meet …"), _("Next step"), self._plan)
        self._step.setObjectName("next_step")
        self._step_on = DateField("on", _("When"), self.context.today())
        self._step_on.caption.hide()
        self._step_on.setFixedWidth(150)
        self._step_on.edit.returnPressed.connect(self._plan)
        body.addLayout(_together(self._step, self._step_on))
        body.addSpacing(theme.SMALL)
        body.addWidget(Line())
        body.addWidget(SectionLabel(_("What happened")))
        self._kind = ChoiceField(
            "kind", _("Kind"), [(kind, _(word)) for kind, word in KINDS.items()]
        )
        self._kind.caption.hide()
        self._kind.setFixedWidth(110)
        self._happened = _line(_("What happened? Enter adds it"), _("What happened"), self._log)
        self._happened.setObjectName("happened")
        body.addLayout(_together(self._happened, self._kind))
        self._events = TimelineView()
        body.addSpacing(theme.TINY)
        body.addWidget(self._events)
        self._pane.add_panels(self.context, "deal")

    def _show_steps(self, view: DealView) -> None:
        clear(self._steps)
        today = self.context.today()
        for step in view.steps:
            late = step.due_on < today
            day = Pill(formats.near_day(step.due_on, today), "bad" if late else "accent")
            self._steps.addWidget(TaskCard(step.title, after=[day]))

    def _show_events(self, view: DealView) -> None:
        self._events.show_happenings([self._happening(event) for event in view.events[:60]])

    def _happening(self, event: DealEvent) -> Happening:
        day = event.at.astimezone().date()
        when = _("{day}, {time}").format(
            day=formats.near_day(day, self.context.today()), time=formats.time(event.at)
        )
        if event.kind is None:
            return Happening(_("Moved to {stage}").format(stage=event.text), when, event.text)
        kind = _(KINDS[event.kind])
        return Happening(f"{kind}: {event.text}" if event.text else kind, when, kind)

    def _plan(self) -> None:
        if self.deal_id is None or not self._step.text().strip():
            return
        try:
            on = self._step_on.value() or self.context.today()
        except CrmError as error:
            self._step_on.mark_wrong(str(error))
            return
        said = _("Next step planned")
        done = self.context.do(
            said, set_next_step, self.deal_id, self._step.text(), on, at=self.context.now()
        )
        if done is not None:
            self._step.clear()

    def _log(self) -> None:
        if self.deal_id is None or not self._happened.text().strip():
            return
        done = self.context.do(
            _("Noted"),
            log_activity,
            self.deal_id,
            self._kind.value(),
            self._happened.text(),
            at=self.context.now(),
        )
        if done is not None:
            self._happened.clear()


_NAMES = (
    "title", "contact", "value", "currency", "stage", "probability", "close", "source", "note",
)  # fmt: skip


def _fields(values: dict[str, Any]) -> DealFields:
    contact_id, contact_name = values["contact"]
    chance = values["probability"]
    if chance is not None and chance != int(chance):
        raise WrongProbability(field="probability")
    return DealFields(
        title=values["title"],
        stage_id=values["stage"],
        contact_id=contact_id,
        contact_name=contact_name,
        value=values["value"] or Decimal(0),
        currency=values["currency"],
        probability=None if chance is None else int(chance),
        expected_close=values["close"],
        source=values["source"],
        note=values["note"],
        lost_reason=values["reason"],
    )


def _line(placeholder: str, name: str, entered: Callable[[], None]) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(placeholder)
    made.setToolTip(tooltip_text(placeholder))
    made.setAccessibleName(name)
    made.returnPressed.connect(entered)
    return made


def _together(first: QWidget, second: QWidget) -> QHBoxLayout:
    line = row(gap=theme.SMALL)
    line.addWidget(first, 1, Qt.AlignmentFlag.AlignTop)
    line.addWidget(second, 0, Qt.AlignmentFlag.AlignTop)
    return line
