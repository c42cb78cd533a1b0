"""What the user can do with the lines of the open quote, as the window's commands."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from deskcrm.i18n import mark
from deskcrm.kit.feature import Command

if TYPE_CHECKING:
    from deskcrm.features.quotes.ui.editor import QuoteEditor
    from deskcrm.features.quotes.ui.line_acts import LineActs
    from deskcrm.kit.context import Context


def open_editor(context: "Context") -> "QuoteEditor | None":
    """Return the editor if a quote is open in it."""
    from deskcrm.features.quotes.ui.page import QuotesPage

    page = context.shell.current_page()
    return page.editor if isinstance(page, QuotesPage) and page.is_editing else None


def _on_lines(act: "Callable[[LineActs], object]") -> "Callable[[Context], None]":
    """Return what runs `act` on the lines of the open quote."""

    def run(context: "Context") -> None:
        editor = open_editor(context)
        if editor is not None:
            act(editor.table.acts)

    return run


def _add_section(acts: "LineActs") -> None:
    from deskcrm.domain.quotes import LineKind

    acts.add_words(LineKind.SECTION)


def _add_text(acts: "LineActs") -> None:
    from deskcrm.domain.quotes import LineKind

    acts.add_words(LineKind.TEXT)


def _charged(name: str) -> "Callable[[LineActs], None]":
    def charge(acts: "LineActs") -> None:
        from deskcrm.domain.totals import Period

        acts.charge(Period(name))

    return charge


def _has_quote(context: "Context") -> bool:
    return open_editor(context) is not None


def _writes(context: "Context") -> bool:
    editor = open_editor(context)
    return editor is not None and editor.is_draft


def _has_line(context: "Context") -> bool:
    editor = open_editor(context)
    return editor is not None and bool(editor.table.chosen_rows())


def _edits_line(context: "Context") -> bool:
    return _writes(context) and _has_line(context)


def _edits_item(context: "Context") -> bool:
    editor = open_editor(context)
    return editor is not None and editor.is_draft and editor.table.acts.has_items()


def _in_section(context: "Context") -> bool:
    editor = open_editor(context)
    return editor is not None and editor.is_draft and editor.table.acts.heading_row() >= 0


def _line(name: str, text: str, act: "Callable[[LineActs], object]", **more: Any) -> Command:
    return Command(f"quotes.line_{name}", text, _on_lines(act), page="quotes", **more)


LINE_COMMANDS = (
    _line("section", mark("Add a section"), _add_section, shortcut="Ctrl+Shift+S",
          enabled=_writes),
    _line("text", mark("Add a text line"), _add_text, shortcut="Ctrl+Shift+T", enabled=_writes),
    _line("optional", mark("Make the line optional, or not"), lambda acts: acts.turn_optional(),
          shortcut="Ctrl+Shift+O", enabled=_edits_item),
    _line("alternative", mark("Make the line an alternative to the one before, or not"),
          lambda acts: acts.turn_alternative(), shortcut="Ctrl+Shift+K", enabled=_edits_item),
    _line("included", mark("Make the line part of the total"), lambda acts: acts.include(),
          shortcut="Ctrl+Shift+I", enabled=_edits_item),
    _line("once", mark("Charge the line once"), _charged("once"), shortcut="Ctrl+Shift+1",
          enabled=_edits_item),
    _line("monthly", mark("Charge the line every month"), _charged("month"),
          shortcut="Ctrl+Shift+M", enabled=_edits_item),
    _line("yearly", mark("Charge the line every year"), _charged("year"),
          shortcut="Ctrl+Shift+Y", enabled=_edits_item),
    _line("hide_prices", mark("Hide or show the prices of this section's lines"),
          lambda acts: acts.hide_prices(), shortcut="Ctrl+Shift+H", enabled=_in_section),
    _line("up", mark("Move the line up"), lambda acts: acts.move(-1), icon="chevron-up",
          shortcut="Alt+Up", enabled=_edits_line),
    _line("down", mark("Move the line down"), lambda acts: acts.move(1), icon="chevron-down",
          shortcut="Alt+Down", enabled=_edits_line),
    _line("repeat", mark("Repeat the line"), lambda acts: acts.repeat(), icon="copy",
          shortcut="Ctrl+Shift+L", enabled=_edits_line),
    _line("remove", mark("Remove the line"), lambda acts: acts.remove(), icon="minus",
          enabled=_edits_line),
    _line("copy", mark("Copy lines"), lambda acts: acts.copy(), icon="copy", enabled=_has_line),
    _line("cut", mark("Cut lines"), lambda acts: acts.cut(), enabled=_edits_line),
    _line("paste", mark("Paste lines"), lambda acts: acts.paste(), enabled=_writes),
    _line("cost", mark("Show or hide cost and margin"), lambda acts: acts.show_cost(),
          icon="eye", shortcut="Ctrl+Shift+C", enabled=_has_quote),
)  # fmt: skip
