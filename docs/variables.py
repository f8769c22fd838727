#!/usr/bin/env python3
"""Writes the dictionary of variables as a page fragment, from the one list in the source code.

Usage: python3 docs/variables.py          writes docs/src/reference/variables.md
       python3 docs/variables.py --check  exits with 1 if that file is out of date
"""

import re
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
RESULTS = DOCS.parent / "crates/portolan-core/src/results.rs"
TARGET = DOCS / "src/reference/variables.md"
FIELDS = ("id", "unit", "definition", "equation", "source")


def variables():
    """The entries of `VARIABLES`, each a dictionary of its fields."""
    text = RESULTS.read_text(encoding="utf-8")
    text = text[text.index("pub const VARIABLES") :]
    for block in re.findall(r"Variable \{(.*?)\n    \}", text, re.S):
        found = dict(re.findall(r'(\w+):\s*"((?:[^"\\]|\\.)*)"', block))
        yield {field: found.get(field, "") for field in FIELDS}


def row(v):
    page = "../" + v["equation"].replace(".html", ".md")
    source = f"`{v['source']}`" if v["source"] else ""
    return f"| `{v['id']}` | {v['unit']} | {v['definition']} | [page]({page}) | {source} |"


def main():
    rows = [row(v) for v in variables()]
    if not rows:
        sys.exit(f"no variables found in {RESULTS}")
    head = ["| variable | unit | definition | equation | follows |", "|---|---|---|---|---|"]
    text = "\n".join(head + rows) + "\n"
    if "--check" in sys.argv:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
            sys.exit(f"{TARGET} is out of date: run `python3 docs/variables.py`")
        print(f"{len(rows)} variables are up to date")
    else:
        TARGET.write_text(text, encoding="utf-8")
        print(f"{len(rows)} variables written to {TARGET}")


if __name__ == "__main__":
    main()
