"""How the documentation becomes a site: `make site`. The pages are plain Markdown, to be read where they lie as well.

The site's sources are the repository's: `sphinx-build -c docs . site`.
"""

from __future__ import annotations

import re
from importlib.metadata import version as version_of
from pathlib import Path

from sphinx.application import Sphinx

import bilat

DOCS = Path(__file__).parent
START = '<meta http-equiv="refresh" content="0; url=docs/index.html"><a href="docs/index.html">bilat</a>\n'

project = "bilat"
author = "bilat contributors"
copyright = "bilat contributors, Apache-2.0"
version = release = version_of("bilat")

extensions = ["myst_parser", "sphinx.ext.autodoc"]
# The pages are the repository's, README and CONTRIBUTING among them: links lead to the same places here and there.
root_doc = "docs/index"
include_patterns = ["docs/**", "*.md"]
exclude_patterns = ["docs/notebooks", "docs/man"]
myst_heading_anchors = 4
suppress_warnings: list[str] = []  # nothing is passed over: a warning is an error (make site)

html_theme = "furo"
html_title = "bilat"
html_static_path: list[str] = []
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
html_baseurl = ""
html_theme_options = {
    # What the reader's machine has; nothing is loaded from elsewhere.
    "light_css_variables": {"font-stack": "system-ui, sans-serif", "font-stack--monospace": "ui-monospace, monospace"},
    "top_of_page_buttons": [],
}

autodoc_member_order = "bysource"
autodoc_typehints = "description"

# The order of the pages. It stands here, so that the pages stay Markdown; a page that nobody placed yet comes last.
NAVIGATION = {
    "Begin": ["tutorial"],
    "How to": [
        "howto/own-pack", "howto/own-feed", "howto/gdelt", "howto/correcting", "howto/teaching", "howto/citing",
        "howto/language-model", "howto/plugins", "howto/container",
    ],
    "Understand": ["research", "method", "quality", "limits", "decisions/README"],
    "Look up": [
        "data-model", "cli", "python", "api", "exports", "packs", "store", "pages", "scale", "reliability", "licences",
    ],
    "The project": [
        "/README", "/README.zh", "/README.zh-Hant", "/CHANGELOG", "/CONTRIBUTING", "/CODE_OF_CONDUCT", "/SECURITY",
    ],
}  # fmt: skip


def navigation(_app: Sphinx, name: str, source: list[str]) -> None:
    """The tables of contents, behind the words of the first page and of the decisions'; names that nobody placed."""
    if name == root_doc:
        for caption, pages in {**NAVIGATION, "More": _unplaced()}.items():
            source[0] += _contents(pages, caption) if pages else ""
    if name == "docs/decisions/README":
        source[0] += _contents(sorted(path.stem for path in DOCS.glob("decisions/0*.md")))


    if name == "docs/api":
        told = {*re.findall(r":: (\w+)$", source[0], re.MULTILINE), "__version__"}
        names = [each for each in bilat.__all__ if each not in told]
        source[0] += "".join(f"\n.. auto{_kind(getattr(bilat, each))}:: {each}\n" for each in names)


def _kind(what: object) -> str:
    if not isinstance(what, type):
        return "function"
    return "exception" if issubclass(what, Exception) else "class"


def _unplaced() -> list[str]:
    placed = {page for pages in NAVIGATION.values() for page in pages} | {"index"}
    found = (path.relative_to(DOCS) for folder in (DOCS, DOCS / "howto") for path in sorted(folder.glob("*.md")))
    return [name for path in found if (name := path.with_suffix("").as_posix()) not in placed]


def _contents(pages: list[str], caption: str = "") -> str:
    named = f":caption: {caption}\n" if caption else ""
    return "\n\n```{toctree}\n:hidden:\n" + named + "\n" + "\n".join(pages) + "\n```\n"


def code_in_docstrings(_app: Sphinx, _what: str, _name: str, _obj: object, _options: object, lines: list[str]) -> None:
    """Docstrings have `code` between single backticks, which reStructuredText takes for something else."""
    text = re.sub(r"(?<!`)`([^`\n]+)`(?!`)", r"``\1``", "\n".join(lines))
    lines[:] = text.replace("*", r"\*").split("\n") if "*" in text and "``" not in text else text.split("\n")


def start_page(app: Sphinx, wrong: Exception | None) -> None:
    """What is opened first leads to the first page."""
    if wrong is None:
        (Path(app.outdir) / "index.html").write_text(START, "utf-8")


def setup(app: Sphinx) -> None:
    app.connect("build-finished", start_page)
    app.connect("source-read", navigation)
    app.connect("autodoc-process-docstring", code_in_docstrings)
