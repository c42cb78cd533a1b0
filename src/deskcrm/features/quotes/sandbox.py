"""The jinja2 that fills a user's texts: it can print values and choose between texts, nothing else."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from jinja2 import Template, TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

NOT_READ = (TemplateError, RecursionError, ValueError, TypeError, ArithmeticError)
"""What a text that cannot be understood raises."""

_HARMLESS = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Getattr, nodes.Name, nodes.Const,
    nodes.Filter, nodes.If, nodes.CondExpr, nodes.And, nodes.Or, nodes.Not, nodes.Compare,
    nodes.Operand,
)  # fmt: skip
"""All that a user's text may do: print values, choose between texts. No loops, calls or sums."""
_FILTERS = frozenset({"capitalize", "default", "lower", "title", "trim", "upper"})
_MOST_DEPTH = 20


def generate(text: str, values: Mapping[str, str]) -> Iterator[str]:
    """Yield a text with its values in pieces; raise one of NOT_READ. See that `asked` allows it."""
    groups = {name.partition(".")[0] for name in values}
    return _user_template(text).generate({name: _Group(name, values) for name in groups})


class _Group:
    """The values of one kind, such as those of the contact, by the last part of their names."""

    __slots__ = ("_name", "_values")

    def __init__(self, name: str, values: Mapping[str, str]) -> None:
        self._name, self._values = name, values

    def __str__(self) -> str:
        return f"{{{{ {self._name} }}}}"

    def __getitem__(self, name: str) -> str:
        value = self._values[f"{self._name}.{name}"]
        if not value:
            raise KeyError(name)
        return value


class _LeftAsWritten(Undefined):
    """A variable without a value: it prints itself, so that it is seen."""

    __slots__ = ()

    def __str__(self) -> str:
        group = self._undefined_obj
        before = f"{group._name}." if isinstance(group, _Group) else ""  # noqa: SLF001 - its own
        return f"{{{{ {before}{self._undefined_name} }}}}"

    def __getattr__(self, name: str) -> "_LeftAsWritten":
        if name.startswith("_"):
            raise AttributeError(name)
        return _LeftAsWritten(name=f"{self._undefined_name}.{name}")


_USER = ImmutableSandboxedEnvironment(
    autoescape=False, keep_trailing_newline=True, undefined=_LeftAsWritten
)
_USER.globals.clear()
_USER.filters = {name: _USER.filters[name] for name in _FILTERS}
_USER.tests = {}


@lru_cache(maxsize=64)
def _user_template(text: str) -> Template:
    return _USER.from_string(text)


@lru_cache(maxsize=256)
def asked(text: str) -> Mapping[str, bool]:
    """Return the variables of a text, and of each whether it says what to print where it is empty.

    Raise TemplateError for a text that does more than it may.
    """
    found: dict[str, bool] = {}
    _walk(_USER.parse(text), found, spared=False, depth=0)
    return found


def _walk(node: nodes.Node, asked: dict[str, bool], *, spared: bool, depth: int) -> None:
    if not isinstance(node, _HARMLESS) or depth > _MOST_DEPTH:
        raise TemplateSyntaxError("not allowed here", getattr(node, "lineno", 1) or 1)
    if isinstance(node, nodes.Filter):
        spared = spared or node.name == "default"
        if node.name not in _FILTERS:
            raise TemplateSyntaxError("no such filter", node.lineno)
    if isinstance(node, nodes.Getattr):
        if not isinstance(node.node, nodes.Name):
            raise TemplateSyntaxError("no such variable", node.lineno)
        name = f"{node.node.name}.{node.attr}"
        asked[name] = asked.get(name, True) and spared
        return
    if isinstance(node, nodes.Name):
        asked[node.name] = False
        return
    for field, value in node.iter_fields():
        condition = isinstance(node, nodes.If | nodes.CondExpr) and field == "test"
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, nodes.Node):
                _walk(child, asked, spared=spared or condition, depth=depth + 1)
