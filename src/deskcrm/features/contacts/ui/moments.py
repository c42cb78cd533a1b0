"""Fields of a form for what has its time: roles beside the current one, and days to remember."""

import datetime as dt
from collections.abc import Sequence

from deskcrm.errors import Unreadable
from deskcrm.features.contacts.form import DateForm, RoleForm
from deskcrm.features.contacts.ui.several import Entry, SeveralField
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.date_field import read_date, shown_date
from deskcrm.kit.parts import column, row


class _RoleEntry(Entry[RoleForm]):
    """What somebody is or was at an organization, from when and until when."""

    def __init__(self, field: str, value: RoleForm) -> None:
        super().__init__()
        self._field = field
        self.label.hide()
        box = column(self, gap=theme.TINY)
        self.line.addWidget(self._edit(_("Company"), value.organization), 1)
        self.line.addWidget(self._edit(_("Job title"), value.title), 1)
        box.addLayout(self.line)
        below = row(gap=theme.SMALL)
        below.addWidget(self._edit(_("Department"), value.department), 2)
        for name, day in ((_("Since"), value.since), (_("Until"), value.until)):
            below.addWidget(self._edit(name, shown_date(day) if day else ""), 1)
        box.addLayout(below)

    def value(self) -> RoleForm:
        """Return the role; raise Unreadable for a date that is none."""
        organization, title, department, since, until = (edit.text().strip() for edit in self.edits)
        return RoleForm(
            organization, title, department, _day(since, self._field), _day(until, self._field)
        )


class _DateEntry(Entry[DateForm]):
    """A day under a label."""

    def __init__(self, field: str, value: DateForm | None, labels: Sequence[str]) -> None:
        super().__init__()
        self._field = field
        column(self).addLayout(self.line)
        self.line.addWidget(self._edit(_("Day"), shown_date(value.day) if value else ""), 1)
        self._offer_labels(labels, value.label if value else labels[0])
        self.line.addWidget(self.label)

    def value(self) -> DateForm:
        """Return the day; raise Unreadable if it is none."""
        day = _day(self.edits[0].text().strip(), self._field)
        assert day is not None, "an empty entry is not asked"
        return DateForm(self.label.currentText().strip(), day)


class RolesField(SeveralField[RoleForm]):
    """Roles beside the current one."""

    def __init__(self, name: str, label: str, value: Sequence[RoleForm]) -> None:
        super().__init__(
            name,
            label,
            _("Add role"),
            _("Remove role"),
            lambda one: _RoleEntry(name, one or RoleForm()),
        )
        self.set_value(tuple(value))


class DatesField(SeveralField[DateForm]):
    """Days to remember."""

    def __init__(self, name: str, label: str, value: Sequence[DateForm]) -> None:
        labels = (_("Wedding"), _("First job"), _("Other"))
        super().__init__(
            name,
            label,
            _("Add date"),
            _("Remove date"),
            lambda one: _DateEntry(name, one, labels),
        )
        self.set_value(tuple(value))


def _day(text: str, field: str) -> dt.date | None:
    if not text:
        return None
    found = read_date(text)
    if found is None:
        raise Unreadable(field=field, text=text[:40], expected=_("a date"))
    return found
