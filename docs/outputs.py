#!/usr/bin/env python3
"""Runs the commands that the book shows and keeps what they print, so that no number in the book is typed by hand.

Usage: python3 docs/outputs.py BINARY          writes docs/src/outputs/*.txt
       python3 docs/outputs.py BINARY --check  exits with 1 if a command prints something else than the book shows

Times are left out: they are the only part of an answer that is not the same every time.
"""

import difflib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).resolve().parent
TARGET = DOCS / "src/outputs"
EXAMPLES = DOCS / "examples"

# Name of the fragment: arguments of the command. Files of docs/examples lie in the working folder.
COMMANDS = {
    "us-tariffs": ["run", "us-tariffs"],
    "us-tariffs-all": ["run", "us-tariffs", "--set", "sets=all"],
    "canada-only-tariff": ["run", "canada-only-tariff"],
    "canada-asean": ["run", "canada-asean"],
    "nafta-1993": ["run", "nafta-1993"],
    "cars": ["run", "cars.toml"],
    "mistakes": ["run", "mistakes.toml"],
    "steel": ["run", "steel.toml"],
    "costs": ["run", "costs.toml"],
    "compare": ["compare", "us-tariffs", "canada-only-tariff"],
    "compare-costs": ["compare", "costs-asean.toml", "costs-europe.toml"],
    "dependence": ["dependence", "CAN"],
    "scenarios": ["scenarios"],
    "sectors": ["sectors"],
    "help": ["--help"],
    "help-run": ["run", "--help"],
    "help-compare": ["compare", "--help"],
    "help-dependence": ["dependence", "--help"],
    "help-world-check": ["world", "check", "--help"],
    "help-world-new": ["world", "new", "--help"],
    "help-schema": ["schema", "--help"],
    "help-economies": ["economies", "--help"],
    "help-completions": ["completions", "--help"],
    "world-new": ["world", "new", "toy", "--from", "flows.csv", "--io", "io.csv", "--unit", "USD mn", "--year", "2019"],
    "world-check": ["world", "check", "broken-world"],
}

# Fragments of one block of an answer: name, command, how the block begins.
BLOCKS = [
    ("us-tariffs-heading", "us-tariffs", "The United States taxes"),
    ("us-tariffs-headline", "us-tariffs", "Canada's real income"),
    ("us-tariffs-ranges", "us-tariffs-all", "Over "),
    ("us-tariffs-who", "us-tariffs", "Who gains"),
    ("us-tariffs-sectors", "us-tariffs", "Canada by sector"),
    ("us-tariffs-shares", "us-tariffs", "Where Canada"),
    ("us-tariffs-why", "us-tariffs", "Why"),
    ("us-tariffs-proof", "us-tariffs", "Proof"),
]

TIME = re.compile(r"^[\d.,]+ ?(ms|s)\.?( |$)|, [\d.]+ (ms|s)\b")


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


def fragments(binary):
    """All fragments, and what went wrong."""
    found, problems = {}, []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(EXAMPLES, folder, dirs_exist_ok=True)
        for name, arguments in COMMANDS.items():
            found[name], code = printed(binary, arguments, folder)
            expected = 2 if name in ("mistakes", "world-check") else 0
            if code != expected:
                problems.append(f"`portolan {' '.join(arguments)}` ended with {code}, not {expected}:\n{found[name]}")
    for name, command, start in BLOCKS:
        block = block_of(found[command], start)
        if block is None:
            problems.append(f"`{command}` has no block that begins with \"{start}\"")
        else:
            found[name] = block
    return found, problems


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
            if shown != text:
                diff = difflib.unified_diff(shown.splitlines(), text.splitlines(), "book", "command", lineterm="", n=0)
                problems.append(f"{name}: the book shows something else\n" + "\n".join(list(diff)[:12]))
    print("\n".join(problems) if problems else f"{len(found)} outputs are what the book shows")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
