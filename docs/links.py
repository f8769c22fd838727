#!/usr/bin/env python3
"""Checks the built book: every internal link and anchor, every include, every page that the results table names.

Usage: mdbook build docs && python3 docs/links.py [BOOK_DIR]
Exits with 1 and lists what is wrong if anything is.
"""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

DOCS = Path(__file__).resolve().parent
RESULTS = DOCS.parent / "crates/portolan-core/src/results.rs"


class Page(HTMLParser):
    """Links, anchors and running text of one page."""

    def __init__(self, path):
        super().__init__()
        self.links, self.anchors, self.text = [], set(), []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if attrs.get("id"):
            self.anchors.add(attrs["id"])
        if tag == "a" and attrs.get("name"):
            self.anchors.add(attrs["name"])
        for key in ("href", "src"):
            if attrs.get(key):
                self.links.append(attrs[key])

    def handle_data(self, data):
        self.text.append(data)


def link_problem(book, page, link, pages):
    """What is wrong with a link of a page, or None."""
    parts = urlsplit(link)
    if parts.scheme or link.startswith("//"):
        return None
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not target.exists():
        return f"dead link {link}"
    if parts.fragment and target.suffix == ".html":
        if unquote(parts.fragment) not in pages[target].anchors:
            return f"missing anchor {link}"
    return None


def equation_pages():
    """Pages that the dictionary of variables points to."""
    return re.findall(r'equation: "([^"]+)"', RESULTS.read_text(encoding="utf-8"))


def main():
    book = Path(sys.argv[1] if len(sys.argv) > 1 else DOCS / "book").resolve()
    files = [f for f in sorted(book.rglob("*.html")) if f.name not in ("toc.html", "print.html")]
    if not files:
        sys.exit(f"no pages in {book}: run `mdbook build docs` first")
    pages = {f: Page(f) for f in files}
    problems, checked = [], 0
    for file, page in pages.items():
        for link in page.links:
            checked += 1
            if problem := link_problem(book, file, link, pages):
                problems.append(f"{file.relative_to(book)}: {problem}")
        for mark in ("{{#", "@@"):
            if any(mark in text for text in page.text):
                problems.append(f"{file.relative_to(book)}: {mark} was not replaced")
    index = book / "index.html"
    for link in equation_pages():
        checked += 1
        if problem := link_problem(book, index, link, pages):
            problems.append(f"results.rs: {problem}")
    print("\n".join(problems) if problems else f"{checked} links of {len(pages)} pages are good")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
