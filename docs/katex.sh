#!/usr/bin/env bash
# Puts KaTeX (MIT) beside the pages of the book, so that formulas are set without a network at reading time.
# Needs npm and the network at build time; the book builds and stays readable without it.
set -euo pipefail
version=0.19.1
here=$(cd "$(dirname "$0")" && pwd)
target="$here/src/katex"
if [ -f "$target/VERSION" ] && [ "$(cat "$target/VERSION")" = "$version" ]; then
  echo "katex $version is in place"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm install --silent --no-audit --no-fund --ignore-scripts "katex@$version")
dist="$work/node_modules/katex/dist"
rm -rf "$target"
mkdir -p "$target/fonts"
cp "$dist/katex.min.js" "$dist/katex.min.css" "$target/"
cp "$dist"/fonts/*.woff2 "$target/fonts/"
cp "$work/node_modules/katex/LICENSE" "$target/LICENSE"
echo "$version" > "$target/VERSION"
echo "katex $version copied to $target"
