#!/usr/bin/env python3
"""Writes the tables of the book that repeat what the repository holds, and checks the one that is written by hand.

Usage: python3 docs/tables.py          writes src/reference/variables.md, src/data/elasticity-sets.md, src/data/source-list.md
       python3 docs/tables.py --check  exits with 1 if one of them is out of date, or if src/reference/findings.md lacks a
                                       code of the source or has one that the source lacks, or if the book names a test
                                       that the source lacks
"""

import csv
import re
import statistics
import sys
import tomllib
from pathlib import Path

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
FIELDS = ("id", "unit", "definition", "equation", "source")
CODE = re.compile(r'(?:code: |(?:code|report|find|finding|fault|cell)\(\s*)"([a-z]+(?:-[a-z]+)+)"')


def variables():
    """Entries of `VARIABLES`, as a table."""
    text = (ROOT / "crates/portolan-core/src/results.rs").read_text(encoding="utf-8")
    text = text[text.index("pub const VARIABLES") :]
    lines = ["| variable | unit | definition | equation | follows |", "|---|---|---|---|---|"]
    for block in re.findall(r"Variable \{(.*?)\n    \}", text, re.S):
        v = dict.fromkeys(FIELDS, "") | dict(re.findall(r'(\w+):\s*"((?:[^"\\]|\\.)*)"', block))
        source = f"`{v['source']}`" if v["source"] else ""
        page = "../" + v["equation"].replace(".html", ".md")
        lines.append(f"| `{v['id']}` | {v['unit']} | {v['definition']} | [page]({page}) | {source} |")
    return lines


def elasticity_sets():
    """Smallest, middle and largest elasticity of goods, and that of services, of each set for the world of 2022."""
    with open(ROOT / "data/world-2022/sectors.csv", encoding="utf-8", newline="") as file:
        goods = {row["sector"] for row in csv.DictReader(file) if row["goods"] == "true"}
    lines = ["| set | lowest good | middle good | highest good | services |", "|---|---|---|---|---|"]
    for path in sorted((ROOT / "parameters/elasticities").glob("*.csv")):
        with open(path, encoding="utf-8", newline="") as file:
            theta = {row["sector"]: float(row["theta"]) for row in csv.DictReader(file)}
        if not goods <= theta.keys():
            continue
        own = [theta[sector] for sector in goods]
        services = [value for sector, value in theta.items() if sector not in goods]
        cells = [min(own), statistics.median(own), max(own), *services]
        lines.append(f"| `{path.stem}` | " + " | ".join(f"{cell:.2f}" for cell in cells) + " |")
    return lines


def sources():
    """Title, publisher and licence of each file in `data/sources`."""
    lines = ["| id | what | publisher | licence as found |", "|---|---|---|---|"]
    for path in sorted((ROOT / "data/sources").glob("*.toml")):
        source = tomllib.loads(path.read_text(encoding="utf-8"))
        cells = [source[key].replace("|", "/") for key in ("title", "publisher", "licence")]
        lines.append(f"| `{path.stem}` | " + " | ".join(cells) + " |")
    return lines


def codes_of_source():
    """Codes of findings that the library crates and the binary can report."""
    files = [f for f in (ROOT / "crates").rglob("*.rs") if "tests" not in f.parts and f.name not in ("tests.rs", "testing.rs")]
    return {code for f in files for code in CODE.findall(f.read_text(encoding="utf-8"))}


def code_problems():
    """What is missing in, or too much on, the page of findings."""
    page = (DOCS / "src/reference/findings.md").read_text(encoding="utf-8")
    listed, known = set(re.findall(r"^\| `([a-z-]+)`", page, re.M)), codes_of_source()
    missing = [f"findings.md lacks `{code}`" for code in sorted(known - listed)]
    return missing + [f"findings.md has `{code}`, which the source does not" for code in sorted(listed - known)]


def test_problems():
    """Tests that the book names and the source does not have."""
    source = "\n".join(f.read_text(encoding="utf-8") for f in (ROOT / "crates").rglob("*.rs"))
    names = {
        (page.name, name)
        for page in sorted((DOCS / "src").rglob("*.md"))
        for name in re.findall(r"`([a-z0-9]+(?:_[a-z0-9]+){3,})`", page.read_text(encoding="utf-8"))
    }
    known = {v for v in re.findall(r'id: "([a-z_]+)"', (ROOT / "crates/portolan-core/src/results.rs").read_text(encoding="utf-8"))}
    return [f"{page} names the test `{name}`, which the source does not have" for page, name in sorted(names) if name not in known and f"fn {name}(" not in source]


def main():
    fragments = {
        "reference/variables.md": variables(),
        "data/elasticity-sets.md": elasticity_sets(),
        "data/source-list.md": sources(),
    }
    problems = code_problems() + test_problems()
    for name, lines in fragments.items():
        path, text = DOCS / "src" / name, "\n".join(lines) + "\n"
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            problems.append(f"{name} is out of date: run `python3 docs/tables.py`")
    print("\n".join(problems) if problems else "tables are up to date")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
