"""Contacts in the window: their page, their commands, and how they are found and opened."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from deskcrm.i18n import mark
from deskcrm.kit.feature import Command, Feature, Found, PageSpec

if TYPE_CHECKING:
    from deskcrm.kit.context import Context
    from deskcrm.kit.page import Page

_MOST_FOUND = 8


def _page(context: "Context") -> "Page":
    from deskcrm.features.contacts.ui.page import ContactsPage

    return ContactsPage(context)


def _count(context: "Context") -> int:
    from deskcrm.features.contacts.queries.rows import contact_total

    return context.crm.ask(contact_total)


def _open(context: "Context", contact_id: int) -> None:
    from deskcrm.features.contacts.ui.page import ContactsPage

    context.show_page("contacts", ContactsPage).show_contact(contact_id)


def _find(context: "Context", text: str) -> Sequence[Found]:
    from deskcrm.features.contacts.queries.found import found_contacts

    return [
        Found("contact", contact.id, contact.name, contact.subtitle, "contacts")
        for contact in context.crm.ask(found_contacts, text, limit=_MOST_FOUND)
    ]


def _later(action: str) -> "Callable[[Context], None]":
    """Return what runs a function of `actions`, loaded at its first use."""

    def run(context: "Context") -> None:
        from deskcrm.features.contacts.ui import actions

        getattr(actions, action)(context)

    return run


def _on_contact(
    name: str, text: str, icon: str, order: int, *, shortcut: str = "", page: str = ""
) -> Command:
    return Command(
        f"contacts.{name}",
        text,
        _later(name),
        icon=icon,
        shortcut=shortcut,
        menu="record",
        page=page,
        on="contact",
        order=order,
    )


FEATURE = Feature(
    name="contacts",
    pages=(
        PageSpec(
            "contacts",
            mark("Contacts"),
            "contacts",
            _page,
            count=_count,
            kinds=frozenset({"contact"}),
        ),
    ),
    commands=(
        Command(
            "contacts.new",
            mark("New contact"),
            _later("new"),
            icon="plus",
            shortcut="Ctrl+N",
            menu="record",
            page="contacts",
            order=10,
        ),
        Command(
            "contacts.add_condition",
            mark("Filter contacts by …"),
            _later("add_condition"),
            icon="search",
            shortcut="Ctrl+Shift+F",
            menu="view",
            page="contacts",
            order=310,
        ),
        Command(
            "contacts.choose_segment",
            mark("Show a segment"),
            _later("choose_segment"),
            icon="contacts",
            shortcut="Ctrl+Shift+G",
            menu="view",
            page="contacts",
            order=320,
        ),
        Command(
            "contacts.choose_columns",
            mark("Choose columns"),
            _later("choose_columns"),
            icon="contacts",
            menu="view",
            page="contacts",
            order=340,
        ),
        Command(
            "contacts.save_segment",
            mark("Save filter as segment"),
            _later("save_segment"),
            icon="plus",
            menu="view",
            page="contacts",
            order=330,
        ),
        Command(
            "contacts.find_duplicates",
            mark("Find duplicates"),
            _later("find_duplicates"),
            icon="contacts",
            menu="record",
            order=20,
        ),
        _on_contact("edit", mark("Edit contact"), "edit", 110, shortcut="F2", page="contacts"),
        _on_contact("rename", mark("Rename contact"), "user", 120),
        _on_contact("tag", mark("Tags"), "tag", 130, shortcut="Ctrl+T", page="contacts"),
        _on_contact("merge", mark("Merge contacts"), "contacts", 140, page="contacts"),
        _on_contact("log_call", mark("Log call"), "phone", 210, shortcut="Ctrl+L", page="contacts"),
        _on_contact("log_note", mark("Add note"), "note", 220),
        _on_contact("log_meeting", mark("Log meeting"), "meeting", 230),
        _on_contact("log_mail", mark("Log mail"), "mail", 240),
        _on_contact("record_consent", mark("Record consent"), "check", 150),
        _on_contact("attach", mark("Attach file"), "document", 160),
        _on_contact("choose_photo", mark("Choose photo"), "image", 170),
        _on_contact("remove_photo", mark("Remove photo"), "image", 180),
        _on_contact("copy_email", mark("Copy e-mail address"), "copy", 310),
        _on_contact("copy_phone", mark("Copy phone number"), "copy", 320),
        _on_contact(
            "delete", mark("Delete contact"), "trash", 910, shortcut="Delete", page="contacts"
        ),
    ),
    opens={"contact": _open},
    find=_find,
)
