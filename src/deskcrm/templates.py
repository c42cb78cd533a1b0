"""Texts of the resources with values filled in, their sentences in any language."""

from functools import cache

from jinja2 import FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from deskcrm import paths
from deskcrm.i18n import texts


def fill(name: str, code: str, /, **values: object) -> str:
    """Return the text `name` of the resources ("mail/quote.txt.j2") in language `code`.

    It is plain text, never markup: whoever sets it as markup escapes it. A value that the text asks
    for and nobody gave is a bug and raises.
    """
    return _template(name, code).render(values)


@cache
def _template(name: str, code: str) -> Template:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(paths.resources()),
        extensions=["jinja2.ext.i18n"],
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    catalog = texts(code)
    environment.install_gettext_callables(  # type: ignore[attr-defined] # the extension adds it
        catalog.gettext, catalog.ngettext, newstyle=True
    )
    return environment.get_template(name)
