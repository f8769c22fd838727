#!/usr/bin/env bash
# Runs the commands of "A case of your own", and the recipes of "From Stata, R or GTAP in an hour" with a built binary and
# compares what they give.
# Usage: docs/recipes/test.sh [PATH_OF_PORTOLAN]
# Needs python3 with pandas for the Stata recipe (a .do file cannot be run without Stata: its steps are repeated in
# stata.py, which reads the Stata file), and Rscript for the R and GTAP recipes. What is absent is skipped, and said.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
binary=$(realpath "${1:-$here/../../target/release/portolan}")
[ -x "$binary" ] || { echo "no binary at $binary: build it, or give its path" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$binary" "$work/bin/portolan"
export PATH="$work/bin:$PATH"

start() { # folder of its own for one recipe
  mkdir "$work/$1"
  cp -r "$here"/*.csv "$here"/*.toml "$here/gtap" "$work/$1/"
  cd "$work/$1"
}

# The newcomer's road: a file, its answer, a number of it, and the word on a slip.
start case
portolan init mycase --country VNM
if portolan init mycase --country VNM 2>/dev/null; then echo "init replaces a file that is there" >&2; exit 1; fi
portolan run mycase.toml >verdict
tail -n 1 verdict | grep -q '^The briefing: runs/mycase/briefing.html$'
[ -s runs/mycase/briefing.html ] && [ -s runs/mycase/briefing.md ]
portolan explain n1 >number
grep -q '  definition  ' number && grep -q '  row  ' number
portolan explain real_income | grep -q '^Unit '
sed -i 's/^add = "10%"/add = "25%"/' mycase.toml
portolan run mycase.toml >other
if cmp -s verdict other; then echo "another duty gives the same verdict" >&2; exit 1; fi
sed -i 's/^cost = /cots = /' mycase.toml
if portolan run mycase.toml 2>slip; then echo "a slip is taken for an answer" >&2; exit 1; fi
grep -q 'did you mean `cost`?' slip
echo "the newcomer's road is open"

ran=""
if python3 -c "import pandas" 2>/dev/null; then
  start stata
  python3 "$here/stata.py"
  portolan world check world
  ran="$ran stata"
else
  echo "SKIPPED: the Stata recipe, since python3 has no pandas"
fi
if command -v Rscript >/dev/null; then
  start r
  Rscript --vanilla "$here/r.R"
  portolan world check world
  start gtap
  Rscript --vanilla "$here/gtap.R"
  portolan world check world
  ran="$ran r gtap"
else
  echo "SKIPPED: the R and GTAP recipes, since there is no Rscript"
fi
[ -n "$ran" ] || { echo "nothing could be tested" >&2; exit 1; }
python3 "$here/check.py" "$work" $ran
