"""The borders of the house as sentences; import-linter draws the same ones in `make check`."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

import deskcrm
from deskcrm.features import FEATURES

PACKAGE = Path(deskcrm.__file__).parent
LAYERS = (
    {"__main__"},
    {"shell"},
    {"features"},
    {"kit", "terminal"},
    {"crm"},
    {"storage"},
    {"paper"},
    {"domain"},
    {"formats"},
    {"errors", "files", "i18n", "jobs", "paths", "settings", "templates"},
)
FEATURE_LAYERS = ({"ui", "cli"}, {"document"}, {"usecases", "queries"})

Imports = frozenset[tuple[str, str]]
Parts = tuple[str, ...]


@cache
def imports() -> Imports:
    """Return every (importer, imported) of the package, libraries by their top name."""
    graph = grimp.build_graph("deskcrm", include_external_packages=True)
    return frozenset(
        (importer, imported)
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
    )


def within() -> Iterator[tuple[Parts, Parts]]:
    """Yield the imports inside the package, as the parts of both names below `deskcrm`."""
    for importer, imported in sorted(imports()):
        if importer.startswith("deskcrm.") and imported.startswith("deskcrm."):
            yield tuple(importer.split(".")[1:]), tuple(imported.split(".")[1:])


def is_window_part(module: str) -> bool:
    """Say whether a module belongs to the shell or to a feature's ui."""
    return bool(re.match(r"deskcrm\.(shell|features\.\w+\.ui)(\.|$)", module))


def height(name: str, layers: tuple[set[str], ...]) -> int | None:
    """Return how far a layer lies below the top one, None for a name that is in no layer."""
    return next((at for at, names in enumerate(layers) if name in names), None)


def test_every_module_has_its_layer() -> None:
    names = {path.stem for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    names |= {path.stem for path in PACKAGE.glob("*.py") if path.name != "__init__.py"}
    assert names == set().union(*LAYERS)


def test_each_layer_imports_only_those_below_it() -> None:
    upward = [
        (importer, imported)
        for importer, imported in within()
        if (height(importer[0], LAYERS) or 0) > (height(imported[0], LAYERS) or 0)
    ]
    assert upward == []


def test_inside_a_feature_doors_stand_above_documents_above_use_cases_and_queries() -> None:
    broken = []
    for importer, imported in within():
        if importer[0] != "features" or importer[:2] != imported[:2]:
            continue
        if len(importer) > 2 and len(imported) > 2 and importer[2] != imported[2]:
            above, below = (height(name[2], FEATURE_LAYERS) for name in (importer, imported))
            doors = {importer[2], imported[2]} == {"ui", "cli"}
            if doors or (above is not None and below is not None and above > below):
                broken.append((importer, imported))
    assert broken == []


def test_qt_is_imported_by_the_kit_the_shell_and_a_features_ui_only() -> None:
    assert [
        importer
        for importer, imported in sorted(imports())
        if imported == "PySide6"
        and not is_window_part(importer)
        and not importer.startswith("deskcrm.kit")
    ] == []


def test_no_features_ui_imports_another_features_ui() -> None:
    assert [
        (importer, imported)
        for importer, imported in within()
        if (importer[0], importer[2:3]) == (imported[0], imported[2:3]) == ("features", ("ui",))
        and importer[1] != imported[1]
    ] == []


@pytest.mark.parametrize("package", ["features", "domain"])
def test_siblings_form_no_cycle(package: str) -> None:
    order: TopologicalSorter[str] = TopologicalSorter()
    for importer, imported in within():
        if importer[0] == imported[0] == package and len(importer) > 1 and len(imported) > 1:
            order.add(importer[1], *({imported[1]} - {importer[1]}))
    order.prepare()


def test_only_a_features_ui_and_the_shell_import_the_kit() -> None:
    assert [
        importer
        for importer, imported in sorted(imports())
        if imported.startswith("deskcrm.kit")
        and not is_window_part(importer)
        and not importer.startswith("deskcrm.kit")
    ] == []


def test_every_feature_is_registered_and_every_registered_feature_is_there() -> None:
    shown = {path.parent.parent.name for path in PACKAGE.glob("features/*/ui/__init__.py")}
    typed = {path.parent.name for path in PACKAGE.glob("features/*/cli.py")}
    assert set(FEATURES) == shown | typed
    assert len(FEATURES) == len(set(FEATURES))


def test_names_say_what_a_module_holds() -> None:
    vague = re.compile(r"(^|_)(utils?|helpers?|managers?|handlers?|base|common|misc)(_|$)")
    names = {path.relative_to(PACKAGE).as_posix() for path in sources()}
    names -= {"domain/base.py"}
    assert [name for name in sorted(names) if any(vague.search(p) for p in parts(name))] == []


def parts(path: str) -> list[str]:
    """Return the names in a path without their endings."""
    return [part.removesuffix(".py") for part in path.split("/")]


# ── what the code may not say ────────────────────────────────────────────────────────────────────


def sources() -> list[Path]:
    """Return the source files of the package."""
    return sorted(PACKAGE.rglob("*.py"))


Rule = Callable[[ast.Call], bool]


def pumps_events(call: ast.Call) -> bool:
    """Notice `processEvents()`: it runs code in the middle of other code."""
    return called(call) == "processEvents"


def blocks_in_a_dialog(call: ast.Call) -> bool:
    """Notice `dialog.exec()`, where `open()` does; a drag knows no other way."""
    receiver = ast.unparse(call.func).rpartition(".")[0].lower()
    return called(call) in {"exec", "exec_"} and bool(receiver) and "drag" not in receiver


def translates_a_made_up_text(call: ast.Call) -> bool:
    """Notice `_(f"…")` and `_("…".format())`: no catalog can hold a text made at run time."""
    if called(call) not in {"_", "gettext", "ngettext", "pgettext", "mark"}:
        return False
    parts = [part for argument in call.args[:2] for part in ast.walk(argument)]
    return any(
        isinstance(part, ast.JoinedStr | ast.BinOp)
        or (isinstance(part, ast.Call) and called(part) in {"format", "join", "replace", "str"})
        for part in parts
    )


def reads_the_clock(call: ast.Call) -> bool:
    """Notice `date.today()` and the like: a rule that reads a clock cannot be tried for a day."""
    return bool(
        re.search(r"\b(date|datetime|time)\.(today|now|utcnow|time)$", ast.unparse(call.func))
    )


def called(call: ast.Call) -> str:
    """Return the last name of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)


def breaches(rule: Rule, files: list[Path]) -> list[str]:
    """Return where files break a rule, as path:line."""
    return [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and rule(node)
    ]


def test_nobody_pumps_the_event_loop() -> None:
    assert breaches(pumps_events, sources()) == []


def test_no_dialog_blocks_its_caller() -> None:
    starts_the_loop = {PACKAGE / "shell" / name for name in ("app.py", "tour.py")}
    assert breaches(blocks_in_a_dialog, sorted(set(sources()) - starts_the_loop)) == []


def test_texts_are_completed_after_their_translation() -> None:
    assert breaches(translates_a_made_up_text, sources()) == []


def test_rules_are_told_the_day_and_never_look_it_up() -> None:
    told = {"usecases", "queries"}
    files = [
        path
        for path in sources()
        if path.is_relative_to(PACKAGE / "domain") or told & {path.stem, path.parent.name}
    ]
    assert files
    assert breaches(reads_the_clock, files) == []


@pytest.mark.parametrize(
    ("rule", "code", "broken"),
    [
        (pumps_events, "QApplication.processEvents()", True),
        (blocks_in_a_dialog, "dialog.exec()", True),
        (blocks_in_a_dialog, "QMessageBox(self).exec()", True),
        (blocks_in_a_dialog, "dialog.open()", False),
        (blocks_in_a_dialog, "drag.exec(Qt.DropAction.MoveAction)", False),
        (translates_a_made_up_text, "_(f'Sent to {name}')", True),
        (translates_a_made_up_text, "ngettext('a', 'b'.format(1), n)", True),
        (translates_a_made_up_text, "_('Sent to {name}').format(name=name)", False),
        (translates_a_made_up_text, "_(self.sentence)", False),
        (translates_a_made_up_text, "_(NAMES.get(key, key))", False),
        (reads_the_clock, "datetime.date.today()", True),
        (reads_the_clock, "datetime.now(tz=UTC)", True),
        (reads_the_clock, "date(2026, 1, 31)", False),
    ],
)
def test_each_of_these_rules_notices_what_it_forbids(rule: Rule, code: str, broken: bool) -> None:
    call = ast.parse(code, mode="eval").body
    assert any(rule(node) for node in ast.walk(call) if isinstance(node, ast.Call)) is broken


# ── what a start may load ────────────────────────────────────────────────────────────────────────


def loaded_by(modules: list[str]) -> set[str]:
    """Return the top names of all that a fresh Python has loaded after importing `modules`."""
    code = (
        f"import sys, {', '.join(modules)}; print(*{{name.split('.')[0] for name in sys.modules}})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_command_line_never_loads_qt() -> None:
    doors = [
        f"deskcrm.features.{path.parent.name}.cli" for path in PACKAGE.glob("features/*/cli.py")
    ]
    assert doors
    assert loaded_by(["deskcrm.__main__", *sorted(doors)]) & {"PySide6", "shiboken6"} == set()


def test_naming_a_features_pages_loads_no_large_library() -> None:
    rooms = [
        f"deskcrm.features.{path.parent.parent.name}.ui"
        for path in PACKAGE.glob("features/*/ui/__init__.py")
    ]
    assert rooms
    large = {"sqlalchemy", "alembic", "babel", "jinja2", "phonenumbers", "reportlab"}
    assert loaded_by(sorted(rooms)) & large == set()
