"""The house rules that no single module can keep: sizes, data out of code, imports without effects, public names."""

from __future__ import annotations

import ast
import io
import json
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
import yaml

import bilat
from bilat import packs

SRC = Path(bilat.__file__).parent
MODULES = sorted(path for path in SRC.rglob("*.py") if not any(part.startswith(".") for part in path.parts))
LONGEST_MODULE = 420
LONGEST_FUNCTION = 70
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

# What is longer than it should be, each with the reason.
LONG_MODULES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}


def name(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """(module:function, number of lines) of each function."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name(path)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_modules_are_one_room_each() -> None:
    lines = {name(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    too_long = {module: count for module, count in lines.items() if count > LONGEST_MODULE}
    assert {module: count for module, count in too_long.items() if module not in LONG_MODULES} == {}


def test_functions_fit_a_screen() -> None:
    too_long = {function: count for path in MODULES for function, count in functions(path) if count > LONGEST_FUNCTION}
    assert {function: count for function, count in too_long.items() if function not in LONG_FUNCTIONS} == {}


def test_exceptions_are_of_things_that_exist() -> None:
    assert [module for module in LONG_MODULES if not (SRC / module).is_file()] == []
    known = {function for path in MODULES for function, _ in functions(path)}
    assert [function for function in LONG_FUNCTIONS if function not in known] == []


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """(line, value) of each string of a module that is no docstring; f-strings give their constant parts."""
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.lineno, node.value


def test_no_word_of_chinese_in_code() -> None:
    """Words are data. Character classes are written as escapes, so that the source shows no Han character."""
    found = []
    for path in MODULES:
        documented = set(docstring_lines(path))
        source = path.read_text("utf-8")
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type != tokenize.COMMENT and HAN.search(token.string) and token.start[0] not in documented:
                found.append(f"{name(path)}:{token.start[0]}: {token.string.strip()[:40]}")
    assert found == []


def docstring_lines(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield from range(node.lineno, (node.end_lineno or node.lineno) + 1)


def proper_names() -> set[str]:
    """What packs know by name: people, outlets, bodies, sides, countries; in Latin letters and with a capital."""
    found: set[str] = set()
    for pack_id in packs.available():
        pack = packs.load(pack_id)
        kinds = ("person", "outlet", "thinktank", "body", "side", "forum", "place")
        found |= {term.surface for term in pack.terms if term.kind in kinds and term.language == "en"}
    return {word for word in found if len(word) > 3 and word[0].isupper()}


def test_no_proper_name_in_code() -> None:
    """Neither people nor countries nor outlets: what is true of one relationship is in its pack."""
    names = proper_names()
    pattern = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, names), key=len, reverse=True)) + r")\b")
    found = [
        f"{name(path)}:{line}: {match.group()}"
        for path in MODULES
        for line, value in strings(path)
        if (match := pattern.search(value))
    ]
    assert found == []


def test_no_side_in_code() -> None:
    """No module asks for one of a pack's sides by its code."""
    codes = {side.code for pack_id in packs.available() for side in packs.load(pack_id).sides}
    found = [f"{name(path)}:{line}: {value}" for path in MODULES for line, value in strings(path) if value in codes]
    assert found == []


def test_the_rules_see_what_they_look_for(tmp_path: Path) -> None:
    """The three tests above would find a name, a word and a side."""
    path = tmp_path / "module.py"
    path.write_text('"""中文 in a docstring."""\nx = "中文"  # 中文\ny = f"of {x} Reuters"\n', "utf-8")
    assert [value for _, value in strings(path)] == ["中文", "of ", " Reuters"]
    assert set(docstring_lines(path)) == {1}
    assert "Reuters" in proper_names()


IMPORT_ALL = """
import contextlib, importlib, json, socket, sys, threading
with contextlib.suppress(ImportError):
    import trio  # the browser's driver brings it, httpcore imports it, and it looks for a library of the system
import numpy  # sets and unsets a variable for its own threads on import; what is ours is watched from here on

def no_network(*_args, **_kwargs):
    raise AssertionError("an import asked for the network")

before = threading.active_count()
socket.socket.connect = socket.create_connection = socket.getaddrinfo = no_network
opened = []
def watch(event, args):
    if event == "open" and isinstance(args[0], str) and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        opened.append(args[0])
    if event in ("subprocess.Popen", "os.system", "os.putenv", "socket.connect"):
        opened.append(event)
sys.addaudithook(watch)
sys.dont_write_bytecode = True
for module in sys.argv[1:]:
    importlib.import_module(module)
print(json.dumps({"touched": opened, "threads": threading.active_count() - before}))
"""


def module_names() -> list[str]:
    dotted = [name(path).removesuffix(".py").replace("/", ".").removesuffix("__init__").rstrip(".") for path in MODULES]
    return [f"bilat.{module}".rstrip(".") for module in dotted if not module.endswith("__main__")]


def test_imports_have_no_effects() -> None:
    """Every module is imported in a fresh interpreter: none prints, writes, starts anything or asks the network."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, *module_names()], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1, done.stdout
    assert json.loads(done.stdout) == {"touched": [], "threads": 0}
    assert done.stderr == ""


def test_importing_bilat_loads_nothing() -> None:
    code = "import sys, bilat; print(sorted(m for m in sys.modules if m.split('.')[0] in ('bilat', 'yaml', 'opencc')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "['bilat']"


PUBLIC = [
    "BilatError",
    "Commitment",
    "Comparison",
    "Compliance",
    "DateMention",
    "Document",
    "Evidence",
    "InputError",
    "Interaction",
    "Leverage",
    "Measure",
    "Name",
    "Outlook",
    "PackError",
    "Passage",
    "Phase",
    "Record",
    "Reference",
    "Result",
    "Run",
    "Silence",
    "StanceShift",
    "Statement",
    "StoreError",
    "Table",
    "UsageError",
    "__version__",
    "changes",
    "document_json",
    "load",
    "read",
    "record_id",
    "run",
    "state",
    "to_json",
]


def test_the_public_names_are_these() -> None:
    """A change of this list is a change of what others may rely on: say so in CHANGELOG.md."""
    assert sorted(bilat.__all__) == sorted(PUBLIC)
    assert all(hasattr(bilat, public) for public in PUBLIC)
    assert set(PUBLIC) <= set(dir(bilat))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = bilat.nothing
    assert resources.files("bilat").joinpath("py.typed").is_file()


def test_every_record_is_public() -> None:
    from bilat.model import TYPES

    assert {kind.__name__ for kind in TYPES} <= set(bilat.__all__)


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_no_pickles_and_no_network() -> None:
    """Nothing is unpickled, and nothing in the library can reach the network."""
    unwanted = {"pickle", "shelve", "marshal", "dill", "cloudpickle", "joblib"}
    unwanted |= {"socket", "http", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "smtplib"}
    inside = [path for path in MODULES if not name(path).startswith("fetching/")]  # what a user gives it, nothing else
    assert {name(path): wrong for path in inside if (wrong := imported(path) & unwanted)} == {}
    assert [path for path in SRC.rglob("*") if path.suffix in (".pkl", ".pickle", ".joblib")] == []
    requested = [name(path) for path in MODULES if "urllib.request" in path.read_text("utf-8")]
    assert requested == []


def test_no_exit_and_no_environment_outside_the_command_line() -> None:
    wrong = []
    for path in MODULES:
        if name(path).startswith("cli/") or path.name == "__main__.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = ast.unparse(node) if isinstance(node, ast.Attribute | ast.Call) else ""
            if text in ("os.environ", "sys.exit", "os.getenv") or text.startswith(("exit(", "quit(")):
                wrong.append(f"{name(path)}:{getattr(node, 'lineno', '?')}: {text}")
    assert wrong == []


def test_declared_dependencies_are_the_imported_ones() -> None:
    """What is imported is declared, and what is declared is used, here or by what we use."""
    import tomllib

    project = SRC.parents[1] / "pyproject.toml"
    if not project.is_file():
        pytest.skip("bilat is installed without its sources")
    told = tomllib.loads(project.read_text("utf-8"))["project"]
    names, extras = names_of(told["dependencies"]), set()
    for extra, lines in told["optional-dependencies"].items():
        extras |= names_of(lines) if extra != "dev" else set()
    spelled = {"pyyaml": "yaml"}
    modules = {spelled.get(each, each) for each in names}
    used = set().union(*(imported(path) for path in MODULES)) - set(sys.stdlib_module_names) - {"bilat"}
    comes_along = {"markupsafe", "pydantic"}  # jinja2's own, and fastapi's
    # trafilatura's, which asks for it under a name that lxml no longer has; what reads forms for fastapi
    needed_by_others = {"lxml_html_clean", "python_multipart"}
    named_in_a_url = {"pg8000"}  # by SQLAlchemy, which loads it
    assert used - comes_along == (modules - needed_by_others) | (extras - named_in_a_url)


def names_of(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=\[ ;]", line)[0].lower().replace("-", "_") for line in requirements}


def test_locks_name_no_host_and_hash_every_file() -> None:
    folder = SRC.parents[1] / "requirements"
    if not folder.is_dir():
        pytest.skip("bilat is installed without its sources")
    for lock in ("run.txt", "dev.txt"):
        text = (folder / lock).read_text("utf-8")
        assert not re.search(r"://|--(?:index-url|extra-index-url|find-links|trusted-host)\b", uncommented(text)), lock
        pins = re.split(r"\n(?=[a-z0-9])", "\n" + uncommented(text).strip())
        assert all("==" in pin and "--hash=sha256:" in pin for pin in pins if pin.strip()), lock
    run = set(re.findall(r"^[\w.-]+==\S+", (folder / "run.txt").read_text("utf-8"), re.MULTILINE))
    dev = set(re.findall(r"^[\w.-]+==\S+", (folder / "dev.txt").read_text("utf-8"), re.MULTILINE))
    assert run < dev


def uncommented(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.yaml")), ids=lambda path: path.relative_to(SRC).as_posix())
def test_data_files_are_sound_yaml(path: Path) -> None:
    """No key stands twice in one mapping: the reader would silently keep the last."""
    waiting = [yaml.compose(path.read_text("utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))]
    twice = []
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            twice += [
                f"line {key.start_mark.line + 1}: {key.value}" for key, _ in node.value if keys.count(key.value) > 1
            ]
            waiting += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
    assert twice == []


def test_the_bench_measures_and_judges() -> None:
    bench = SRC.parents[1] / "bench" / "three_seeds.py"
    if not bench.is_file():
        pytest.skip("bilat is installed without its sources")
    sample = SRC / "samples" / "en-call-2025-11-24-us.txt"
    call = [sys.executable, str(bench), "--runs", "1", str(sample)]
    done = subprocess.run(call, capture_output=True, text=True, timeout=120, check=False)
    found = re.search(r"median (\d+\.\d+) .*\n.*median (\d+) ", done.stdout)
    assert found, done.stderr
    seconds, peak = float(found[1]), float(found[2])
    assert seconds > 0.05
    assert peak > 10
    exceeded = seconds > 5 or peak > 500
    assert done.returncode == int(exceeded)
    assert ("exceeded" if exceeded else "held") in done.stdout
