"""The preview's PDF on its way out: printed, copied, dragged."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskcrm.crm import Crm
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.drafts import QuoteDraft
from deskcrm.features.quotes.queries import draft_view, quote_draft
from deskcrm.features.quotes.ui.editor import QuoteEditor
from deskcrm.features.quotes.ui.handing import PDF_TYPE, clear_handed, hand_out
from deskcrm.features.quotes.ui.page import QuotesPage
from deskcrm.features.quotes.ui.printing import CannotPrint, print_pdf
from deskcrm.features.quotes.usecases import save_draft
from deskcrm.shell.window import MainWindow
from pdfs import page_texts


@pytest.fixture
def editor(page: QuotesPage, quote_id: int, qtbot: QtBot) -> Iterator[QuoteEditor]:
    page.show_quote(quote_id)
    assert page.editor is not None
    made = page.editor.preview
    qtbot.waitUntil(lambda: made.pdf != b"")
    yield page.editor
    page.editor.preview.stop()


def test_the_pdf_is_copied_as_a_file_and_as_itself(
    editor: QuoteEditor, window: MainWindow, crm: Crm
) -> None:
    assert editor.is_draft
    window.context.run("quotes.copy_pdf")
    data = QGuiApplication.clipboard().mimeData()
    (url,) = data.urls()
    place = Path(url.toLocalFile())
    assert place.name == "Booking site.pdf"
    assert place.parent == crm.path.parent / "handed"
    assert place.read_bytes() == data.data(PDF_TYPE).data()
    assert place.read_bytes().startswith(b"%PDF")
    QGuiApplication.clipboard().clear()


def test_the_page_is_dragged_out_of_the_preview(
    editor: QuoteEditor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, crm: Crm
) -> None:
    dragged: list[tuple[Path, bytes]] = []

    def let_go(drag: QDrag, *_actions: object) -> Qt.DropAction:
        data = drag.mimeData()
        dragged.append((Path(data.urls()[0].toLocalFile()), bytes(data.data(PDF_TYPE).data())))
        assert not drag.pixmap().isNull()
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", let_go)
    viewport = editor.preview.pages.viewport()
    begin = QPoint(60, 60)
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=begin)
    qtbot.mouseMove(viewport, begin + QPoint(2, 0))
    assert dragged == []
    _drag(viewport, begin + QPoint(80, 80))
    ((place, pdf),) = dragged
    assert pdf == editor.preview.pdf == place.read_bytes()
    assert place.parent == crm.path.parent / "handed"


def _drag(viewport: QWidget, to: QPoint) -> None:
    """Move the mouse with its button held, as QTest cannot."""
    held = Qt.MouseButton.LeftButton
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        QPointF(viewport.mapToGlobal(to)),
        held,
        held,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewport, event)


def test_what_was_handed_out_goes_with_the_next_and_at_the_next_start(
    editor: QuoteEditor, window: MainWindow, crm: Crm
) -> None:
    assert editor.is_draft
    first = hand_out(window.context, "first.pdf", b"%PDF 1").urls()[0].toLocalFile()
    second = hand_out(window.context, "second.pdf", b"%PDF 2").urls()[0].toLocalFile()
    assert not Path(first).exists()
    assert Path(second).exists()
    clear_handed(window.context)
    assert not (crm.path.parent / "handed").exists()
    clear_handed(window.context)  # a second time there is nothing to do


def test_every_page_is_printed_as_large_as_the_paper(
    editor: QuoteEditor, tmp_path: Path, crm: Crm, quote_id: int
) -> None:
    draft = crm.ask(quote_draft, quote_id)
    crm.do(save_draft, quote_id, _long(draft))
    pdf = render_quote(crm.ask(draft_view, crm.ask(quote_draft, quote_id)))
    whole = len(page_texts(pdf))
    assert whole > 2
    printed = tmp_path / "printed.pdf"
    printer = _printer(printed)
    assert print_pdf(pdf, printer) == whole
    assert len(page_texts(printed.read_bytes())) == whole
    some = _printer(tmp_path / "some.pdf")
    some.setFromTo(2, 2)
    assert print_pdf(pdf, some) == 1
    assert editor.is_draft


def test_a_printer_that_does_not_begin_is_said(editor: QuoteEditor, tmp_path: Path) -> None:
    printer = _printer(tmp_path / "no" / "such" / "folder.pdf")
    with pytest.raises(CannotPrint, match="Save the PDF"):
        print_pdf(editor.preview.pdf, printer)


def _printer(place: Path) -> QPrinter:
    printer = QPrinter()
    printer.setResolution(100)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(place))
    return printer


def _long(draft: QuoteDraft) -> QuoteDraft:
    return replace(draft, terms="Long terms.\n" * 150)


def test_the_preview_follows_each_keystroke_and_keeps_its_place(
    editor: QuoteEditor, qtbot: QtBot, crm: Crm, quote_id: int
) -> None:
    crm.do(save_draft, quote_id, _long(crm.ask(quote_draft, quote_id)))
    qtbot.waitUntil(lambda: editor.preview.pages.page_count > 2)
    bar = editor.preview.pages.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place, before = bar.value(), editor.preview.pdf
    editor.title_field.setFocus()
    qtbot.keyClick(editor.title_field, "s")
    qtbot.waitUntil(lambda: editor.preview.pdf != before)
    assert bar.value() == place
