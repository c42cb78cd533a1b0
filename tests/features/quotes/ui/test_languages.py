"""The language of a quote, chosen above its lines."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from deskcrm.crm import Crm
from deskcrm.features.quotes.queries import quote_draft
from deskcrm.features.quotes.ui.editor import QuoteEditor
from deskcrm.i18n import DOCUMENT_LANGUAGES
from hands import Hands


@pytest.fixture
def choice(editor: QuoteEditor) -> QComboBox:
    found = {box.accessibleName(): box for box in editor.findChildren(QComboBox)}
    return found["Language of the document"]


def test_every_language_of_documents_is_offered(choice: QComboBox) -> None:
    assert [choice.itemData(place) for place in range(choice.count())] == list(DOCUMENT_LANGUAGES)
    assert choice.currentText() == "Español"


def test_a_language_and_the_persian_calendar_are_chosen_by_key(
    choice: QComboBox, hands: Hands, crm: Crm, quote_id: int
) -> None:
    places = list(DOCUMENT_LANGUAGES)
    for code in ("fa", "fa-u-ca-persian", "fa", "de"):
        choice.setFocus()
        steps = places.index(code) - choice.currentIndex()
        for _ in range(abs(steps)):
            hands.press(Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
        assert crm.ask(quote_draft, quote_id).language == code
        assert choice.currentData() == code
