#!/usr/bin/env python3
"""Poses the shocks of published studies and writes our numbers beside theirs, for the page "Beside others".

Usage: python3 docs/beside.py BINARY          writes docs/src/validation/beside-others-table.md
       python3 docs/beside.py BINARY --check  exits with 1 if the table is out of date
"""

import csv
import subprocess
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).resolve().parent
TABLE = DOCS / "src/validation/beside-others-table.md"


def rows(binary, scenario):
    """Rows of Canada in the answer to a scenario of docs/examples/beside, or an embedded one."""
    path = DOCS / f"examples/beside/{scenario}.toml"
    name = str(path) if path.exists() else scenario
    with tempfile.TemporaryDirectory() as folder:
        command = [binary, "run", name, "--set", "sets=all", "--format", "csv", "--out", folder + "/run"]
        subprocess.run(command, check=True, capture_output=True)
        with open(folder + "/run/results.csv", encoding="utf-8", newline="") as file:
            return [r for r in csv.DictReader(file) if r["economy"] == "CAN" and r["layer"] == ""]


def changes(table, policy, variant, variable, keep):
    """Change in per cent for each elasticity set: of the sum over the rows that are kept."""
    sums = {}
    for r in table:
        if r["policy"] == policy and r["variant"] == variant and r["variable"] == variable and keep(r):
            value, reference = sums.get(r["set"], (0.0, 0.0))
            sums[r["set"]] = (value + float(r["value"]), reference + float(r["reference"]))
    return [(value / reference - 1) * 100 for value, reference in sums.values()]


def span(values, decimals):
    text = lambda x: f"{x:.{decimals}f}".replace("-", "\u2212")
    return f"{text(min(values))} to {text(max(values))}"


TOTAL = lambda r: r["sector"] == "" and r["partner"] == ""
INDUSTRY = lambda r: r["sector"][:1] in ("B", "C") and r["partner"] == ""
TO_KOREA = lambda r: r["partner"] == "KOR" and r["sector"] not in ("", "goods", "SERV")

# What is compared: shock, measure, the other's number, our scenario and policy, variable, rows, decimals, explanation.
COMPARED = [
    ("25% on Canada and Mexico, 10 points on China, no answer", "Canada's exports, %", "−17 (ifo 2025)",
     "neighbours-25", "no-answer", "exports", TOTAL, 1, "Same class of model and horizon; the range holds theirs."),
    ("the same", "industrial value added, %", "−15 (ifo 2025)",
     "neighbours-25", "no-answer", "value_added", INDUSTRY, 1, "The range holds theirs. Industry is mining and manufacturing."),
    ("the same, answered at equal rates", "Canada's exports, %", "−28 (ifo 2025)",
     "neighbours-25", "answered", "exports", TOTAL, 1,
     "Ours fall less. Theirs has 65 sectors, and the answer may be wider than the one posed here: partly unexplained."),
    ("the same, answered", "industrial value added, %", "−14 (ifo 2025)",
     "neighbours-25", "answered", "value_added", INDUSTRY, 1, "The range holds theirs; an answer protects industry in both."),
    ("the same, answered", "real income, %", "−2.0 by 2030 (PBO); −1.62 (Steinberg); −2.8 after a year (Kiel 2025); −2.4 in year 1 (Bank of Canada)",
     "neighbours-25", "answered", "real_income", TOTAL, 2,
     "Those with capital, productivity or idle labour lose more: the model here has none of the three."),
    ("25% on everyone's cars", "real GDP, %", "−0.6 after a year (Kiel 2025)",
     "cars-25", "scenario", "real_gdp", TOTAL, 2,
     "Theirs has short-run elasticities, and cars that cross the border several times; the table here has one sector of cars and parts. Partly unexplained."),
    ("Canada and ASEAN without duties", "real GDP, %", "0.03 (C.D. Howe 2022)",
     "canada-asean", "scenario", "real_gdp", TOTAL, 3,
     "Theirs holds services and non-tariff measures, and starts from duties that CPTPP has since removed; ours is goods duties alone."),
    ("the same", "real income, %", "0.09 (C.D. Howe 2022, income); 0.15 (GAC 2018); 0.30 (ERIA 2018)",
     "canada-asean", "scenario", "real_income", TOTAL, 3, "As above: official estimates count two to nine times the goods-tariff effect."),
    ("Korea's duties as before 2015 put back", "exports to Korea, %",
     "+32 expected by the agreement (Government of Canada 2014), +27 seen 2014–19",
     "korea-before", "scenario", "exports", TO_KOREA, 1,
     "Read backwards: undoing the tariff cut. Theirs counts farm goods and services too; the rise that was seen counts everything else that happened."),
]


def table(binary):
    cache = {}
    lines = ["| shock | measure | others | ours, specific factors | ours, mobile factors | why they differ |", "|---|---|---|---|---|---|"]
    for shock, measure, others, scenario, policy, variable, keep, decimals, why in COMPARED:
        if scenario not in cache:
            cache[scenario] = rows(binary, scenario)
        ours = [span(changes(cache[scenario], policy, v, variable, keep), decimals) for v in ("specific", "mobile")]
        lines.append(f"| {shock} | {measure} | {others} | {ours[0]} | {ours[1]} | {why} |")
    return "\n".join(lines) + "\n"


def main():
    text = table(str(Path(sys.argv[1]).resolve()))
    if "--check" in sys.argv:
        if TABLE.read_text(encoding="utf-8") != text:
            sys.exit("docs/src/validation/beside-others-table.md is out of date: run python3 docs/beside.py BINARY")
        print(f"beside others: {len(COMPARED)} comparisons are as the program gives them")
        return
    TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
