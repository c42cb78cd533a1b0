"""Variables, snippets and templates in the real window."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from builders import NOW
from conftest import TODAY
from deskcrm.crm import Crm
from deskcrm.domain.quotes import LineKind
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.drafts import words_draft
from deskcrm.features.quotes.queries import quote_draft
from deskcrm.features.quotes.templates import (
    add_snippet,
    save_template,
    snippet_rows,
    template_rows,
)
from deskcrm.features.quotes.ui import FEATURE
from deskcrm.features.quotes.ui.editor import QuoteEditor
from deskcrm.features.quotes.ui.page import QuotesPage
from deskcrm.features.quotes.ui.reused_sections import SnippetSection, TemplateSection
from deskcrm.features.quotes.ui.template_sheets import TemplateSheet
from deskcrm.features.quotes.ui.text_box import TextBox
from deskcrm.features.quotes.usecases import save_draft, send_quote
from deskcrm.features.quotes.variables import UnresolvedText
from deskcrm.kit.form import FormDialog
from deskcrm.shell.window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editor(page: QuotesPage, quote_id: int) -> Iterator[QuoteEditor]:
    page.show_quote(quote_id)
    assert page.editor is not None
    yield page.editor
    page.editor.preview.stop()


def write(qtbot: QtBot, box: TextBox, text: str) -> None:
    box.edit.setFocus()
    qtbot.keyClicks(box.edit, text)


def underlined(box: TextBox) -> list[str]:
    """The parts of a text that are marked as wrong."""
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    found, block = [], box.edit.document().begin()
    while block.isValid():
        found += [
            block.text()[each.start : each.start + each.length]
            for each in block.layout().formats()
            if each.format.underlineStyle() is wave
        ]
        block = block.next()
    return found


def dialog() -> FormDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, FormDialog)
    return found


def test_a_variable_is_shown_filled_as_one_types(
    editor: QuoteEditor, qtbot: QtBot, crm: Crm, quote_id: int
) -> None:
    write(qtbot, editor.introduction, "Dear {{ contact.first_name }}, by {{ quote.valid_until }}")
    qtbot.waitUntil(
        lambda: editor.introduction.as_printed == "Printed: Dear Lucía, by 21 de diciembre de 2026"
    )
    assert editor.introduction.wrong == ""
    qtbot.waitUntil(lambda: editor.preview.pdf != b"")
    # What is kept is what was written.
    editor.finish()
    assert crm.ask(quote_draft, quote_id).introduction.startswith("Dear {{ contact.first_name }}")


def test_a_misspelled_variable_is_underlined_and_stops_sending(
    editor: QuoteEditor, window: MainWindow, qtbot: QtBot, crm: Crm, quote_id: int
) -> None:
    write(qtbot, editor.terms, "Yours, {{ busines.name }} {{ business.name }}")
    qtbot.waitUntil(lambda: editor.terms.wrong != "")
    assert editor.terms.wrong == "There is no variable called busines.name."
    assert underlined(editor.terms) == ["{{ busines.name }}"]
    assert editor.terms.as_printed == ""
    window.context.run("quotes.send")
    assert QApplication.activeModalWidget() is None
    assert window.toasts.text.startswith("Terms: There is no variable called busines.name.")
    assert editor.is_draft
    with pytest.raises(UnresolvedText):
        crm.do(send_quote, quote_id, today=TODAY, now=NOW, render=render_quote)


def test_a_heading_with_a_hole_is_said_below_the_lines(
    editor: QuoteEditor, qtbot: QtBot, crm: Crm, quote_id: int
) -> None:
    draft = crm.ask(quote_draft, quote_id)
    section = words_draft(LineKind.SECTION, "For {{ deal.title }}")
    crm.do(save_draft, quote_id, replace(draft, lines=(section, *draft.lines)))
    qtbot.waitUntil(lambda: not editor.holes.isHidden())
    assert editor.holes.text().startswith("Section: deal.title is empty here")


def test_a_sent_quote_shows_the_words_its_customer_holds(
    editor: QuoteEditor, qtbot: QtBot, crm: Crm, quote_id: int
) -> None:
    draft = crm.ask(quote_draft, quote_id)
    section = words_draft(LineKind.SECTION, "For {{ contact.first_name }}")
    changed = replace(draft, introduction="{{ quote.number }}", lines=(section, *draft.lines))
    crm.do(save_draft, quote_id, changed)
    crm.do(send_quote, quote_id, today=TODAY, now=NOW, render=render_quote)
    qtbot.waitUntil(lambda: not editor.is_draft)
    assert editor.introduction.text() == "Q-2026-0001"
    assert editor.draft is not None
    assert editor.draft.lines[0].description == "For Lucía"


def test_a_snippet_is_inserted_from_the_menu_by_keys(
    editor: QuoteEditor, window: MainWindow, qtbot: QtBot, crm: Crm
) -> None:
    crm.do(add_snippet, "Greeting", "Dear {{ contact.first_name }},")
    editor.introduction.edit.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_I, CONTROL)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert editor.introduction.text() == "Dear {{ contact.first_name }},"


def test_a_variable_is_inserted_where_the_cursor_is_with_its_value_beside_it(
    editor: QuoteEditor, window: MainWindow, qtbot: QtBot
) -> None:
    editor.terms.edit.setFocus()
    editor.terms.edit.setPlainText("By .")
    cursor = editor.terms.edit.textCursor()
    cursor.setPosition(3)
    editor.terms.edit.setTextCursor(cursor)
    window.context.run("quotes.insert")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    (inner,) = [each.menu() for each in menu.actions() if each.text() == "The quote"]
    assert isinstance(inner, QMenu)
    (action,) = [each for each in inner.actions() if each.text().startswith("The last day")]
    assert action.text() == "The last day of the quote\t21 de diciembre de 2026"
    action.trigger()
    menu.close()
    assert editor.terms.text() == "By {{ quote.valid_until }}."
    qtbot.waitUntil(lambda: editor.terms.as_printed == "Printed: By 21 de diciembre de 2026.")


def test_a_quote_is_kept_as_a_template_and_another_begun_with_it(
    editor: QuoteEditor, window: MainWindow, qtbot: QtBot, crm: Crm, quote_id: int
) -> None:
    window.context.run("quotes.save_template")
    form = dialog()
    form.form.field("name").set_value("Web site")
    form.try_to_save()
    assert [each.name for each in crm.ask(template_rows)] == ["Web site"]
    window.context.run("quotes.new_from_template")
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, TemplateSheet)
    qtbot.keyClick(sheet.cards[0], Qt.Key.Key_Return)
    assert editor.quote_id != quote_id
    assert editor.draft is not None
    assert len(editor.draft.lines) == 3
    assert editor.draft.contact_id is None


def test_an_empty_quote_offers_the_templates(
    editor: QuoteEditor, window: MainWindow, qtbot: QtBot, crm: Crm, quote_id: int
) -> None:
    assert editor.template_bar.isHidden()
    crm.do(save_template, "Web site", quote_id)
    window.context.run("quotes.new")
    assert not editor.template_bar.isHidden()
    (button,) = editor.template_bar.buttons
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert editor.draft is not None
    assert [line.description.partition("\n")[0] for line in editor.draft.lines] == [
        "Booking flow",
        "Calendar",
        "Care plan",
    ]
    assert editor.template_bar.isHidden()


def test_the_palette_begins_a_quote_with_a_template(
    editor: QuoteEditor, window: MainWindow, crm: Crm, quote_id: int
) -> None:
    crm.do(save_template, "Harbour pack", quote_id)
    assert FEATURE.find is not None
    (found,) = FEATURE.find(window.context, "harbour")
    assert (found.kind, found.subtitle) == ("quote_template", "New quote from this template")
    window.context.open(found.kind, found.id)
    assert editor.quote_id != quote_id


def test_snippets_and_templates_are_kept_in_settings(
    window: MainWindow, qtbot: QtBot, crm: Crm, quote_id: int
) -> None:
    snippets = SnippetSection(window.context)
    qtbot.addWidget(snippets)
    snippets.show()
    snippets.add()
    form = dialog()
    form.form.field("name").set_value("Greeting")
    form.form.field("text").set_value("Dear {{ contact.name }}")
    form.try_to_save()
    (row,) = crm.ask(snippet_rows)
    snippets.edit(row.id)
    form = dialog()
    form.form.field("text").set_value("Hello")
    form.try_to_save()
    assert crm.ask(snippet_rows)[0].summary == "Hello"
    snippets.delete(row.id)
    assert crm.ask(snippet_rows) == ()
    crm.do(save_template, "Web site", quote_id)
    templates = TemplateSection(window.context)
    qtbot.addWidget(templates)
    templates.show()
    templates.reload()
    (kept,) = crm.ask(template_rows)
    templates.edit(kept.id)
    form = dialog()
    form.form.field("name").set_value("Sites")
    form.try_to_save()
    assert crm.ask(template_rows)[0].name == "Sites"
    templates.reload()
    templates.delete(kept.id)
    assert crm.ask(template_rows) == ()


def test_a_text_grows_with_what_is_written_and_then_scrolls(qtbot: QtBot) -> None:
    box = TextBox("Introduction", 2)
    qtbot.addWidget(box)
    box.resize(300, 400)
    box.show()
    line = box.edit.fontMetrics().lineSpacing()
    heights = []
    for lines in (1, 5, 40):
        box.edit.setPlainText("\n".join("word" for _ in range(lines)))
        heights.append((box.edit.height() - 6) // line)
    assert heights == [2, 5, 10]
    box.edit.setPlainText("many words " * 20)  # one paragraph that breaks into several lines
    assert (box.edit.height() - 6) // line > 4
