#!/usr/bin/env python3
"""Runs the commands that the book shows and keeps what they print, so that no number in the book is typed by hand.

Usage: python3 docs/outputs.py BINARY          writes docs/src/outputs/*.txt, and the verdict in the README
       python3 docs/outputs.py BINARY --check  exits with 1 if a command prints something else than the book shows

Times are left out: they are the only part of an answer that is not the same every time. The check passes over residuals
and gaps too: they are rounding errors, and another compiler rounds otherwise.
"""

import csv
import difflib
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

DOCS = Path(__file__).resolve().parent
TARGET = DOCS / "src/outputs"
README = DOCS.parent / "README.md"
EXAMPLES = DOCS / "examples"

# Name of the fragment: arguments of the command. Files of docs/examples lie in the working folder.
COMMANDS = {
    "us-tariffs": ["run", "us-tariffs"],
    "us-tariffs-all": ["run", "us-tariffs", "--set", "sets=all"],
    "us-tariffs-with-why": ["run", "us-tariffs", "--why"],
    "canada-only-tariff": ["run", "canada-only-tariff"],
    "canada-asean": ["run", "canada-asean"],
    "nafta-1993": ["run", "nafta-1993"],
    "cars": ["run", "cars.toml"],
    "cars-after-metals": ["run", "cars-after-metals.toml"],
    "two-policies": ["run", "two-policies.toml"],
    "mistakes": ["run", "mistakes.toml"],
    "shut": ["run", "shut.toml"],
    "compare": ["compare", "us-tariffs", "canada-only-tariff"],
    "compare-costs": ["compare", "costs-asean.toml", "costs-europe.toml"],
    "dependence": ["dependence", "CAN"],
    "canada-asia-pivot": ["run", "canada-asia-pivot"],
    "reference": ["reference", "--as-of", "2025-10-24"],
    "reference-listed": ["reference", "--as-of", "2026-03-01"],
    "explain-variable": ["explain", "real_income"],
    "init": ["init", "mycase", "--country", "VNM"],
    "mycase": ["run", "mycase.toml"],
    "explain-number": ["explain", "n1", "--run", "runs/mycase"],
    "scenarios": ["scenarios"],
    "sectors": ["sectors"],
    "help": ["--help"],
    "help-run": ["run", "--help"],
    "help-compare": ["compare", "--help"],
    "help-reference": ["reference", "--help"],
    "help-explain": ["explain", "--help"],
    "help-init": ["init", "--help"],
    "help-dependence": ["dependence", "--help"],
    "help-world-check": ["world", "check", "--help"],
    "help-world-new": ["world", "new", "--help"],
    "help-schema": ["schema", "--help"],
    "help-economies": ["economies", "--help"],
    "help-completions": ["completions", "--help"],
    "world-new": ["world", "new", "toy", "--from", "flows.csv", "--io", "io.csv", "--unit", "USD mn", "--year", "2019"],
    "world-check": ["world", "check", "broken-world"],
}

# Commands whose answer is too long for a page: the book shows blocks of it.
LONG = {"reference", "reference-listed"}

# Commands that are meant to fail, with their exit codes.
EXIT = {"mistakes": 2, "world-check": 2, "shut": 1}

# Fragments of one block of an answer: name, command, how the block begins.
BLOCKS = [
    ("us-tariffs-heading", "us-tariffs", "The United States taxes"),
    ("us-tariffs-headline", "us-tariffs", "Canada's real income"),
    ("us-tariffs-ranges", "us-tariffs-all", "Over "),
    ("us-tariffs-who", "us-tariffs", "Who gains"),
    ("us-tariffs-sectors", "us-tariffs", "Canada by sector"),
    ("us-tariffs-shares", "us-tariffs", "Where Canada"),
    ("us-tariffs-why", "us-tariffs-with-why", "Why"),
    ("us-tariffs-proof", "us-tariffs", "Proof"),
    ("cars-headline", "cars", "Canada's real income"),
    ("cars-who", "cars", "Who gains"),
    ("cars-after-metals-headline", "cars-after-metals", "Canada's real income"),
    ("canada-asean-headline", "canada-asean", "Canada's real income"),
    ("reference-authorities", "reference", "United States, by authority"),
    ("reference-china", "reference", "china-canada:"),
    ("reference-layers", "reference", "What each layer does"),
    ("reference-structures", "reference", "The same average three ways"),
    ("reference-refused", "reference-listed", "Not solved"),
    ("reference-listed-authorities", "reference-listed", "United States, by authority"),
]

# Slips in the file that `init` writes: what it says, and what a hand may type instead.
SLIPS = [('add = "10%"', "add = 10"), ('cost = "rta-prior"', 'cots = "rta-prior"')]

# Caliendo and Parro (2015), Table 2 (no deficits) and Table A.4 (with deficits), per cent: terms of trade, volume of trade,
# welfare, real wage; as the tests of the R package cp2015 hold them.
PAPER = {
    "zero": {"MEX": (-0.41, 1.72, 1.31, 1.72), "CAN": (-0.11, 0.04, -0.06, 0.32), "USA": (0.04, 0.04, 0.08, 0.11)},
    "share-of-world": {"MEX": (-0.41, 1.59, 1.17, 1.64), "CAN": (-0.08, 0.04, -0.04, 0.33), "USA": (0.05, 0.04, 0.08, 0.12)},
}
NAMES = {"MEX": "Mexico", "CAN": "Canada", "USA": "United States"}

TIME = re.compile(r"^[\d.,]+ ?(ms|s)\.?( |$)|, [\d.]+ (ms|s)\b")


ROUNDING = re.compile(
    r"^ (cost|price|sales|spending|income|factor|specific-factor|closure|numéraire) .*$|^ equation .*$|^ ?─+$|^.*largest residual.*$"
    r"|(?<= )\d(\.\d)?e-\d\d$|gap to the exact change [\d.e+-]+|(?<=\| )-?\d(\.\d+)?e[+-]?\d+(?= \|)",
    re.M,
)


def comparable(text):
    """The text without rounding errors, and without spaces that follow from them."""
    return re.sub(r"[ \t]+", " ", ROUNDING.sub("", text)).split("\n")


def printed(binary, arguments, folder):
    """What a command prints, without times, and how it ends if it fails."""
    done = subprocess.run([binary, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8")
    lines = [line.rstrip() for line in (done.stdout + done.stderr).splitlines() if not TIME.search(line)]
    return "\n".join(lines).strip("\n") + "\n", done.returncode


def block_of(text, start):
    """The block of an answer that begins so; blocks are divided by empty lines."""
    for block in re.split(r"\n\s*\n", text):
        if block.strip().startswith(start):
            return block.strip("\n") + "\n"
    return None


def rows_of(binary, arguments, folder):
    """Rows of the results table of a run."""
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([binary, *arguments, "--out", f"{out}/answer", "--format", "csv"], cwd=folder, check=True, capture_output=True)
        with open(f"{out}/answer/results.csv", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def results(binary, arguments, folder):
    """Rows by set, variant, economy, variable; totals over partners and sectors only."""
    rows = [row for row in rows_of(binary, arguments, folder) if not (row["partner"] or row["sector"] or row["product"])]
    return {tuple(row[key] for key in ("set", "variant", "economy", "variable")): row for row in rows}


def change(rows, *key):
    """Change of a level or an index in per cent."""
    row = rows[key]
    return 100 * (float(row["value"]) / float(row["reference"]) - 1)


def nafta_table(binary, folder):
    """The published numbers beside ours, as a Markdown table."""
    head = "| deficits | economy | published: terms of trade | volume of trade | welfare | real wage | ours: real wage | ours: exact real income |"
    lines = [head, "|" + "---|" * 8]
    for closure, paper in PAPER.items():
        rows = results(binary, ["run", "nafta-1993", "--set", f"closure={closure}"], folder)
        for code, published in paper.items():
            key = ("caliendo2015-nafta", "mobile", code)
            cells = [f"{number:.2f}" for number in published]
            cells += [f"{change(rows, *key, 'real_wage'):.2f}", f"{change(rows, *key, 'real_income'):.4f}"]
            lines.append(f"| {closure} | {NAMES[code]} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def nafta_parts(binary, folder):
    """The exact change of real income and its parts along the path, and the revenue of duties, as a Markdown table."""
    rows = results(binary, ["run", "nafta-1993"], folder)
    lines = ["| economy | exact real income | terms of trade | volume of trade | gap | real wage | revenue in income, before | after |"]
    lines.append("|" + "---|" * 8)
    for code, name in NAMES.items():
        key = ("caliendo2015-nafta", "mobile", code)
        of = lambda variable, column="value": float(rows[(*key, variable)][column])
        revenue = [100 * of("tariff_revenue", column) / of("nominal_income", column) for column in ("reference", "value")]
        cells = [f"{change(rows, *key, 'real_income'):.4f}", f"{of('terms_of_trade'):.4f}", f"{of('volume_of_trade'):.4f}"]
        cells += [f"{of('decomposition_gap'):.0e}", f"{change(rows, *key, 'real_wage'):.3f}", *(f"{r:.2f}" for r in revenue)]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def nafta_trade(binary, folder):
    """Growth of imports from the other two members beside the abstract of the paper, as a Markdown table."""
    lines = ["| economy | published, page 1 | ours |", "|---|---|---|"]
    for code, published in (("MEX", 118), ("CAN", 11), ("USA", 41)):
        value = reference = 0.0
        for row in rows_of(binary, ["run", "nafta-1993", "--set", f"country={code}"], folder):
            mine = row["variable"] == "imports" and row["economy"] == code and row["variant"] == "mobile"
            if mine and row["sector"] and row["partner"] in NAMES:
                value, reference = value + float(row["value"]), reference + float(row["reference"])
        lines.append(f"| {NAMES[code]} | {published} | {100 * (value / reference - 1):.1f} |")
    return "\n".join(lines) + "\n"


def work_table(binary, folder):
    """Sweeps of the solver over the nine sets, from manifests, as a Markdown table."""
    lines = ["| policy | mobile: fewest | middle | most | specific: fewest | middle | most |", "|" + "---|" * 7]
    questions = {
        "`canada-only-tariff`": "canada-only-tariff",
        "`us-tariffs`": "us-tariffs",
        "`canada-asean`": "canada-asean",
        "25 points of the United States on everyone": "us-25-everyone.toml",
        "50 points of everyone on everyone": "everyone-50.toml",
        "no goods trade between the United States and Canada": "no-trade.toml",
    }
    for name, question in questions.items():
        with tempfile.TemporaryDirectory() as out:
            arguments = [binary, "run", question, "--set", "sets=all", "--out", f"{out}/answer", "--format", "csv"]
            subprocess.run(arguments, cwd=folder, check=True, capture_output=True)
            solutions = json.loads(Path(f"{out}/answer/manifest.json").read_text(encoding="utf-8"))["solutions"]
        cells = []
        for variant in ("mobile", "specific"):
            sweeps = [s["sweeps"] for s in solutions if s["variant"] == variant]
            cells += [f"{f(sweeps):.0f}" for f in (min, statistics.median, max)]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def unwritten(binary, folder):
    """Which variables of the dictionary no command writes yet, as a sentence; the flagship has been run by then."""
    dictionary = subprocess.run([binary, "schema", "--variables"], check=True, capture_output=True, text=True, encoding="utf-8").stdout
    known = [line.split("\t")[0] for line in dictionary.splitlines()[1:]]
    written = {row["variable"] for question in ("us-tariffs", "nafta-1993") for row in rows_of(binary, ["run", question], folder)}
    written |= {row["variable"] for row in rows_of(binary, ["dependence", "CAN"], folder)}
    with open(Path(folder) / "runs/canada-asia-pivot/results.csv", encoding="utf-8", newline="") as file:
        written |= {row["variable"] for row in csv.DictReader(file)}
    missing = [f"`{variable}`" for variable in known if variable not in written]
    return f"This version does not write {', '.join(missing)} yet.\n" if missing else "All of it is written by `run` and `dependence`.\n"


def case_slip(binary, folder):
    """What a run says of the file that `init` wrote once slips are typed into it, and how it ends."""
    text = (Path(folder) / "mycase.toml").read_text(encoding="utf-8")
    for right, wrong in SLIPS:
        if right not in text:
            sys.exit(f"the file that `init` writes has no `{right}`: SLIPS of docs/outputs.py is out of date")
        text = text.replace(right, wrong)
    (Path(folder) / "slips.toml").write_text(text, encoding="utf-8")
    return printed(binary, ["run", "slips.toml"], folder)


def services_table(binary, folder):
    """What the services elasticity alone does to an answer, as a Markdown table."""
    source = DOCS.parent / "parameters/elasticities/fontagne2022.csv"
    text = source.read_text(encoding="utf-8")
    lines = ["| services elasticity | `canada-only-tariff`, specific | mobile | `us-tariffs`, specific | mobile |", "|" + "---|" * 5]
    for services in ("8.35", "4"):
        own = Path(folder) / "own.csv"
        own.write_text(re.sub(r"(?m)^SERV,.*$", f"SERV,{services}", text), encoding="utf-8")
        cells = []
        for scenario in ("canada-only-tariff", "us-tariffs"):
            rows = results(binary, ["run", scenario, "--set", "elasticities=own.csv"], folder)
            cells += [f"{change(rows, 'own', variant, 'CAN', 'real_income'):+.3f}" for variant in ("specific", "mobile")]
        lines.append(f"| {services} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def fragments(binary):
    """All fragments, and what went wrong."""
    found, problems = {}, []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(EXAMPLES, folder, dirs_exist_ok=True)
        for name, arguments in COMMANDS.items():
            found[name], code = printed(binary, arguments, folder)
            expected = EXIT.get(name, 0)
            if code != expected:
                problems.append(f"`portolan {' '.join(arguments)}` ended with {code}, not {expected}:\n{found[name]}")
        found["case-file"] = (Path(folder) / "mycase.toml").read_text(encoding="utf-8")
        found["case-slip"], code = case_slip(binary, folder)
        if code != 2:
            problems.append(f"the case with slips ended with {code}, not 2:\n{found['case-slip']}")
        found["nafta-table"] = nafta_table(binary, folder)
        found["nafta-parts"] = nafta_parts(binary, folder)
        found["nafta-trade"] = nafta_trade(binary, folder)
        found["work-table"] = work_table(binary, folder)
        found["unwritten"] = unwritten(binary, folder)
        found["services-table"] = services_table(binary, folder)
    for name, command, start in BLOCKS:
        block = block_of(found[command], start)
        if block is None:
            problems.append(f"`{command}` has no block that begins with \"{start}\"")
        else:
            found[name] = block
    for name in LONG:
        del found[name]
    return found, problems


def readme(answer):
    """The README with the verdict of the flagship, without its table, in the block that follows the mark."""
    verdict = answer[: answer.index("\n\nTable")]
    wrapped = "\n".join(textwrap.fill(line, 130, break_on_hyphens=False) for line in verdict.split("\n"))
    old = README.read_text(encoding="utf-8")
    return re.sub(r"(<!-- verdict -->\n\n```text\n).*?(\n```)", lambda m: m[1] + wrapped + m[2], old, count=1, flags=re.S)


def main():
    binary = str(Path(sys.argv[1]).resolve())
    found, problems = fragments(binary)
    TARGET.mkdir(exist_ok=True)
    for name, text in found.items():
        path = TARGET / f"{name}.txt"
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        else:
            shown = path.read_text(encoding="utf-8") if path.exists() else ""
            if comparable(shown) != comparable(text):
                diff = difflib.unified_diff(comparable(shown), comparable(text), "book", "command", lineterm="", n=0)
                problems.append(f"{name}: the book shows something else\n" + "\n".join(list(diff)[:12]))
    text = readme(found["canada-asia-pivot"])
    if "--check" not in sys.argv:
        README.write_text(text, encoding="utf-8")
    elif README.read_text(encoding="utf-8") != text:
        problems.append("README.md shows another verdict: run `python3 docs/outputs.py BINARY`")
    print("\n".join(problems) if problems else f"{len(found)} outputs are what the book shows")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
