"""How quotes can look: the designs and papers, by the names that are kept."""

from deskcrm.i18n import mark

DESIGNS = {"classic": mark("Classic"), "modern": mark("Modern"), "compact": mark("Compact")}
PAPERS = {"a4": mark("A4"), "letter": mark("Letter")}
