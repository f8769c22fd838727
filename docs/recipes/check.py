"""Checks what the recipes wrote: the same question asked through Stata and R must have the same answer, and all must make sense."""

import csv
import sys
from pathlib import Path

TOLERANCE = 1e-8


def answers(folder):
    """Change of real income in per cent by economy and model variant."""
    with open(folder / "real_income.csv", encoding="utf-8", newline="") as file:
        return {(row["economy"], row["variant"]): float(row["percent"]) for row in csv.DictReader(file)}


def main():
    work, names = Path(sys.argv[1]), sys.argv[2:]
    found = {name: answers(work / name) for name in names}
    for name, answer in found.items():
        losses = [value for (economy, _), value in answer.items() if economy == "HOM"]
        assert losses and all(-5 < value < 0 for value in losses), f"{name}: a duty on HOM should cost HOM a little: {answer}"
        assert len({economy for economy, _ in answer}) == 3, f"{name}: three economies, not {sorted(answer)}"
    if {"stata", "r"} <= found.keys():
        stata, r = found["stata"], found["r"]
        assert stata.keys() == r.keys(), f"rows differ: {sorted(stata)} and {sorted(r)}"
        worst = max(abs(stata[key] - r[key]) for key in stata)
        assert worst < TOLERANCE, f"answers differ by {worst} points"
        print(f"the answers through Stata's file and through R differ by {worst:.1e} points")
    print("recipes are good:", ", ".join(names))


if __name__ == "__main__":
    main()
