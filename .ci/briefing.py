#!/usr/bin/env python3
"""Checks a briefing page: valid, self-contained, navigable, small, and laid out without collisions on screen and on paper.

Usage: .ci/briefing.py HTML [HTML ...] [--screens DIR] [--no-browser] [--npm DIR]

Needs html5lib, playwright (its Node runs html-validate) and pypdfium2 from PyPI, html-validate and axe-core from npm in
DIR/node_modules (default target/tools), and Chromium, found as $CHROMIUM or on PATH. --no-browser leaves out what needs Chromium.
Exits with 1 and lists everything that is wrong if anything is.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import html5lib
import playwright
import pypdfium2
from html5lib.constants import E as PARSE_ERRORS
from playwright.sync_api import Error, sync_playwright

BYTES = 300_000
WIDTHS = (320, 390, 820, 1280)
SHOTS = (390, 820, 1280)
PAPERS = {"A4": (595, 842), "Letter": (612, 792)}
SLICE = 8000  # px of one screenshot: Chromium repeats the picture beyond 16384
TOLERANCE = 2  # px by which texts may overlap or leave their drawing
SHOWN = 20  # messages of one check
RULES = {
    "root": True,
    "extends": ["html-validate:standard", "html-validate:a11y", "html-validate:document"],
    # An aside inside a section is no landmark, and a scrolling region around a table needs no section of its own.
    "rules": {"unique-landmark": "off", "prefer-native-element": "off"},
}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EXECUTES = {"script", "iframe", "object", "embed", "base", "applet", "frame"}
FETCHES = ("src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "manifest")
URL = r"""url\(\s*(?!\s*['"]?(?:#|data:))['"]?([^'")]*)"""
POINTS = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "headers", "list")

# Text of a drawing as boxes of ink, one a line. <use> is written out first, since its content cannot be asked for its place.
# A drawing that lets its text overflow may use the padding of the block it stands in, one that does not would cut it off.
LAYOUT = """tolerance => {
  const found = [], pen = document.createElement("canvas").getContext("2d");
  const SVG = "http://www.w3.org/2000/svg";
  document.querySelectorAll("details").forEach(d => d.open = true);
  for (const use of [...document.querySelectorAll("use")]) {
    const target = document.getElementById((use.getAttribute("href") || use.getAttribute("xlink:href") || "").slice(1));
    if (!target) continue;
    const group = document.createElementNS(SVG, "g"), place = document.createElementNS(SVG, "svg");
    for (const { name, value } of use.attributes)
      if (["x", "y", "width", "height"].includes(name)) place.setAttribute(name, value);
      else if (!name.endsWith("href")) group.setAttribute(name, value);
    place.setAttribute("overflow", "visible");
    if (target.nodeName !== "symbol") place.append(target.cloneNode(true));
    else {
      if (target.hasAttribute("viewBox")) place.setAttribute("viewBox", target.getAttribute("viewBox"));
      place.append(...[...target.childNodes].map(n => n.cloneNode(true)));
    }
    group.append(place);
    use.replaceWith(group);
  }
  const path = e => e.id ? "#" + e.id : e.nodeName.toLowerCase() + (e.classList[0] ? "." + e.classList[0] : "");
  const place = e => { const near = e.parentElement.closest("[id]"); return (near ? "#" + near.id + " " : "") + path(e); };

  const wide = document.scrollingElement.scrollWidth;
  if (wide > innerWidth) {
    const held = e => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
      if (getComputedStyle(p).overflowX !== "visible") return true; return false; };
    const beyond = e => { const box = e.getBoundingClientRect(); return box.height > 0 && box.right > innerWidth + 1; };
    const out = [...document.body.querySelectorAll("*")].filter(e => beyond(e) && !held(e));
    const inner = out.filter(e => !out.some(o => o !== e && e.contains(o)));
    found.push(`the page is ${wide} px wide, because of ${inner.slice(0, 3).map(place).join(", ") || "?"}`);
  }

  const words = t => [...t.childNodes].filter(n => n.nodeName !== "title").map(n => n.textContent).join("").trim();
  const outer = e => { let s = e.ownerSVGElement; while (s.ownerSVGElement) s = s.ownerSVGElement; return s; };
  function inks(text) {
    const style = getComputedStyle(text), matrix = text.getScreenCTM(), rows = [];
    pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const ink = pen.measureText(words(text));
    for (let k = 0; k < text.getNumberOfChars(); k++) {
      const a = text.getStartPositionOfChar(k), b = text.getEndPositionOfChar(k), row = rows.at(-1);
      if (row && Math.abs(row.y - a.y) < 0.5 && a.x > row.right - 2) row.right = b.x;
      else rows.push({ y: a.y, left: a.x, right: b.x });
    }
    return rows.map(({ y, left, right }) => {
      const top = y - ink.actualBoundingBoxAscent, bottom = y + ink.actualBoundingBoxDescent;
      const at = [[left, top], [right, top], [left, bottom], [right, bottom]].map(([x, y]) => new DOMPoint(x, y).matrixTransform(matrix));
      const xs = at.map(p => p.x), ys = at.map(p => p.y);
      return { text, words: words(text), left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
    });
  }
  const drawn = new Map();
  for (const text of document.querySelectorAll("svg text")) {
    if (!words(text) || text.closest("defs, symbol") || !text.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const svg = outer(text), figure = svg.closest("figure") || svg;
    if (!text.getClientRects().length) continue;
    if (!drawn.has(figure)) drawn.set(figure, []);
    const frame = (getComputedStyle(svg).overflow === "visible" ? svg.parentElement : svg).getBoundingClientRect();
    for (const ink of inks(text)) {
      const beyond = Math.max(frame.left - ink.left, ink.right - frame.right, frame.top - ink.top, ink.bottom - frame.bottom);
      if (beyond > tolerance) found.push(`${place(svg)}: "${ink.words}" runs ${beyond.toFixed(0)} px out of its drawing`);
      drawn.get(figure).push(ink);
    }
  }
  for (const [figure, boxes] of drawn)
    boxes.forEach((a, k) => boxes.slice(k + 1).forEach(b => {
      const x = Math.min(a.right, b.right) - Math.max(a.left, b.left), y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (x > tolerance && y > tolerance) found.push(`${place(figure)}: "${a.words}" and "${b.words}" overlap by ${x.toFixed(0)} × ${y.toFixed(0)} px`);
    }));
  return found;
}"""
SUMMARY = "() => { const s = document.querySelector('main section'), h = s && s.querySelector('h2'); return h && [h.innerText, s.innerText]; }"
AXE = "async tags => (await axe.run({ runOnly: tags })).violations.flatMap(v => v.nodes.map(n => `${v.help} (${v.id}): ${n.target}`))"


def name(element):
    """Tag without its namespace; empty for comments."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def words_of(element):
    return " ".join("".join(element.itertext()).split())


class Page:
    """The parsed file: its elements in order and, for each, what stands around it."""

    def __init__(self, path):
        self.parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root = self.parser.parse(path.read_bytes())
        self.elements = [e for e in self.root.iter() if name(e)]
        self.parents = {child: parent for parent in self.elements for child in parent}

    def named(self, *names):
        return [e for e in self.elements if name(e) in names]

    def around(self, element):
        """The element and its ancestors, innermost first."""
        while element is not None:
            yield element
            element = self.parents.get(element)

    def place(self, element):
        """How a message names an element: by its own id or by the nearest one around it."""
        near = next((e.get("id") for e in self.around(element) if e.get("id")), None)
        if near is None:
            return f"<{name(element)}>"
        return f"<{name(element)} id={near}>" if element.get("id") else f"<{name(element)}> in #{near}"

    def values(self):
        """Every (element, attribute, value), names without namespaces; a style sheet counts as a style."""
        for element in self.elements:
            for key, value in element.attrib.items():
                yield element, str(key).rsplit("}", 1)[-1], value
            if name(element) == "style":
                yield element, "style", words_of(element)


def invalid(path, page, tools):
    """What html5lib cannot parse without repair and what html-validate objects to."""
    found = [f"line {line}: {PARSE_ERRORS[code] % data}" for (line, _), code, data in page.parser.errors]
    program = tools / "node_modules/html-validate/bin/html-validate.mjs"
    if not program.exists():
        return found + [f"html-validate is not in {tools}/node_modules: npm install --prefix {tools} html-validate"]
    node = Path(playwright.__file__).parent / "driver/node"
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder, "rules.json")
        rules.write_text(json.dumps(RULES), encoding="utf-8")
        run = subprocess.run([node, program, "--formatter=json", "--config", rules, path], capture_output=True, text=True)
    try:
        messages = [message for file in json.loads(run.stdout) for message in file["messages"]]
    except ValueError:
        return found + [f"html-validate failed: {(run.stderr or run.stdout).strip()}"]
    return found + [f"line {m['line']}: {m['message']} ({m['ruleId']})" for m in messages]


def fetches(element, key):
    """Whether a browser follows this attribute by itself."""
    follows = name(element) == "link" or (element.tag.startswith("{") and name(element) != "a")
    return key in FETCHES or (key == "href" and follows)


def outside(page):
    """Scripts, and everything that a reader's browser would ask another place for."""
    found = [f"{page.place(e)} is not allowed" for e in page.named(*EXECUTES)]
    found += [f"{page.place(e)} sends the reader elsewhere" for e in page.named("meta") if e.get("http-equiv", "").lower() == "refresh"]
    for element, key, value in page.values():
        if fetches(element, key) and not value.strip().startswith(("#", "data:")):
            found.append(f"{page.place(element)} {key} asks for {value[:80]}")
        if key.startswith("on") or value.strip().lower().startswith("javascript:"):
            found.append(f"{page.place(element)} {key} runs a script")
        imports = re.findall(r"@import\s+([^;]+)", value) if key == "style" else []
        found += [f"{page.place(element)} asks for {u[:80]}" for u in re.findall(URL, value) + imports]
    return found


def unresolved(page):
    """References to ids that are missing or not unique."""
    ids = Counter(value for _, key, value in page.values() if key == "id")
    found = [f"id {i} stands {n} times" for i, n in ids.items() if n > 1]
    for element, key, value in page.values():
        wanted = re.findall(r"""url\(\s*['"]?#([^'")]+)""", value)
        if key == "href" and value.startswith("#"):
            wanted.append(unquote(value[1:]))
        if key in POINTS:
            wanted += value.split()
        found += [f"{page.place(element)} {key} points to #{w}, which does not exist" for w in wanted if w not in ids]
    return found


def headings(page):
    """One h1, first; no level left out on the way down."""
    levels = [(int(name(e)[1]), words_of(e)) for e in page.named("h1", "h2", "h3", "h4", "h5", "h6")]
    count = sum(level == 1 for level, _ in levels)
    found = [] if count == 1 else [f"{count} h1 instead of one"]
    for before, (level, words) in zip([0, *(level for level, _ in levels)], levels):
        if level > before + 1:
            found.append(f'h{level} "{words}" follows {f"h{before}" if before else "no heading"}')
    return found + [f"an h{level} is empty" for level, words in levels if not words]


def unnamed(page):
    """Drawings without title and description, tables without caption and scope, a page without language."""
    found = [] if all(e.get("lang") for e in page.named("html")) else ["the page has no lang"]
    for svg in page.named("svg"):
        above = list(page.around(svg))
        if svg.get("role") == "img":
            has = {name(child) for child in svg if words_of(child)}
            missing = [t for t in ("title", "desc") if t not in has]
            found += [f"{page.place(svg)} has role=img and no {' and no '.join(missing)}"] if missing else []
        elif not any(e.get("aria-hidden") == "true" for e in above) and "svg" not in map(name, above[1:]):
            found.append(f"{page.place(svg)} has neither role=img nor aria-hidden")
    for table in page.named("table"):
        if not any(name(child) == "caption" and words_of(child) for child in table):
            found.append(f"{page.place(table)} has no caption")
    return found + [f'{page.place(th)} "{words_of(th)}" has no scope' for th in page.named("th") if not th.get("scope")]


def static_checks(path, tools):
    """Check → messages, of what needs no browser."""
    page, size = Page(path), path.stat().st_size
    return {
        "valid HTML": invalid(path, page, tools),
        "nothing from outside, no script": outside(page),
        "every reference resolves": unresolved(page),
        "headings": headings(page),
        "names of drawings, tables, language": unnamed(page),
        "size": [f"{size} bytes, more than {BYTES}"] if size > BYTES else [],
    }


class Reader:
    """A Chromium without network that opens one file and remembers what the page asked for and said."""

    def __init__(self, browser, path):
        self.url, self.requests, self.said = path.resolve().as_uri(), [], []
        self.context = browser.new_context(offline=True)
        self.context.on("request", self.remember)
        self.context.on("console", lambda m: m.type in ("error", "warning") and self.said.append(f"{m.type}: {m.text}"))
        self.context.on("weberror", lambda e: self.said.append(f"error: {e.error}"))
        self.context.route("**/*", lambda route: route.continue_() if self.own(route.request.url) else route.abort())

    def own(self, url):
        return url.split("#")[0] == self.url

    def remember(self, request):
        if not self.own(request.url):
            self.requests.append(f"{request.resource_type} {request.url[:120]}")

    def open(self, width, scheme="light"):
        page = self.context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.goto(self.url, wait_until="load")
        return page


def layout(reader):
    """Overflow and collisions at every width, each message once with the widths where it holds."""
    widths = {}
    for width in WIDTHS:
        page = reader.open(width)
        for message in page.evaluate(LAYOUT, TOLERANCE):
            widths.setdefault(re.sub(r"\d+( × \d+)? px", "n px", message), []).append((width, message))
        page.close()
    return [f"at {', '.join(dict.fromkeys(str(w) for w, _ in seen))} px: {seen[0][1]}" for seen in widths.values()]


def inaccessible(reader, tools):
    """What axe-core finds against WCAG 2.2 AA, light and dark."""
    program = tools / "node_modules/axe-core/axe.min.js"
    if not program.exists():
        return [f"axe-core is not in {tools}/node_modules: npm install --prefix {tools} axe-core"]
    found = []
    for width, scheme in ((1280, "light"), (1280, "dark"), (390, "light")):
        page = reader.open(width, scheme)
        page.evaluate(program.read_text(encoding="utf-8"))
        found += [f"{scheme}, {width} px: {m}" for m in page.evaluate(AXE, WCAG)]
        page.close()
    return found


def spelled(text):
    return Counter(re.findall(r"[^\W\d_]{2,}", text.lower()))


def printed(reader, folder, stem):
    """Whether the page prints on both papers with the summary, the first section of main, on page 1; pictures go to `folder`."""
    found, page = [], reader.open(1280)
    page.emulate_media(media="print")
    title, summary = page.evaluate(SUMMARY) or ("", "")
    page.emulate_media(media="null")
    if not summary:
        found.append("the first section of main has no h2, so there is no summary to look for")
    for paper, size in PAPERS.items():
        pdf = pypdfium2.PdfDocument(page.pdf(format=paper, print_background=True, prefer_css_page_size=True))
        first = pdf[0]
        if any(abs(a - b) > 2 for a, b in zip(first.get_size(), size)):
            found.append(f"{paper}: the page is {first.get_size()} points, expected {size}; @page sets no size")
        missing = spelled(summary) - spelled(first.get_textpage().get_text_range())
        if missing:
            found.append(f'{paper}: {missing.total()} of {spelled(summary).total()} words of "{title}" are not on page 1: {" ".join(list(missing)[:12])}')
        for k in range(min(2, len(pdf)) if folder else 0):
            pdf[k].render(scale=2).to_pil().save(folder / f"{stem}-{paper.lower()}-{k + 1}.png")
    page.close()
    return found


def photograph(reader, folder, stem):
    """Screenshots of the whole page, in slices where it is long."""
    for width in SHOTS:
        for scheme in ("light", "dark"):
            page = reader.open(width, scheme)
            height = page.evaluate("document.scrollingElement.scrollHeight")
            for k, top in enumerate(range(0, height, SLICE)):
                clip = {"x": 0, "y": top, "width": width, "height": min(SLICE, height - top)}
                suffix = f"-{k + 1}" if height > SLICE else ""
                page.screenshot(path=folder / f"{stem}-{width}-{scheme}{suffix}.png", full_page=True, clip=clip)
            page.close()


def browser_checks(browser, path, tools, folder):
    """Check → messages, of what a reader sees."""
    reader = Reader(browser, path)
    found = {"layout": layout(reader), "print": printed(reader, folder, path.stem), "accessibility": inaccessible(reader, tools)}
    if folder:
        photograph(reader, folder, path.stem)
    reader.context.close()
    return {"requests while open": list(dict.fromkeys(reader.requests)), "console": list(dict.fromkeys(reader.said)), **found}


def show(path, checks):
    """Prints the checks of one file; returns how many messages there are."""
    print(path)
    for check, messages in checks.items():
        print(f"  {'FAILS' if messages else 'holds'}  {check}{f' ({len(messages)})' if messages else ''}")
        for message in messages[:SHOWN]:
            print(f"         {message}")
        if len(messages) > SHOWN:
            print(f"         and {len(messages) - SHOWN} more")
    return sum(map(len, checks.values()))


def chromium():
    """The path of Chromium, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("html", nargs="+", type=Path)
    parser.add_argument("--screens", type=Path, help="write PNG pictures of screen and paper to this folder")
    parser.add_argument("--no-browser", action="store_true", help="leave out what needs Chromium")
    parser.add_argument("--npm", type=Path, default=Path(__file__).resolve().parent.parent / "target/tools", help="folder of node_modules")
    return parser.parse_args()


def browse(wanted):
    """The browser's checks of every file; what keeps Chromium from its work is a finding too."""
    program, checks = chromium(), {}
    if not program:
        return {path: {"browser": ["Chromium is not on PATH: install it, name it in $CHROMIUM, or pass --no-browser"]} for path in wanted.html}
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"])
            for path in wanted.html:
                checks[path] = browser_checks(browser, path, wanted.npm, wanted.screens)
            browser.close()
    except Error as error:
        checks |= {path: {"browser": [str(error).splitlines()[0]]} for path in wanted.html if path not in checks}
    return checks


def main():
    wanted = arguments()
    checks = {path: static_checks(path, wanted.npm) for path in wanted.html}
    if wanted.screens:
        wanted.screens.mkdir(parents=True, exist_ok=True)
    if not wanted.no_browser:
        for path, found in browse(wanted).items():
            checks[path] |= found
    wrong = sum(show(path, found) for path, found in checks.items())
    print(f"{len(checks)} page(s), {wrong} finding(s){', without a browser' if wanted.no_browser else ''}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
