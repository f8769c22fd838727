// Sets ```math blocks and $…$ in running text with KaTeX, if `docs/katex.sh` has put it beside the pages.
// Without it the TeX source stays on the page.
(function () {
  "use strict";
  var root = typeof path_to_root === "string" ? path_to_root : "";

  function blocks(katex) {
    document.querySelectorAll("code.language-math").forEach(function (code) {
      var box = document.createElement("div");
      box.className = "math-block";
      katex.render(code.textContent, box, { displayMode: true, throwOnError: false });
      var pre = code.closest("pre") || code;
      // mdBook may wrap the block to add its buttons.
      var outer = pre.parentElement && pre.parentElement.classList.contains("pre-wrapper") ? pre.parentElement : pre;
      outer.replaceWith(box);
    });
  }

  function inline(katex) {
    var main = document.querySelector("main");
    if (!main) return;
    var walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT, {
      acceptNode: function (node) {
        if (node.parentElement.closest("pre, code, .katex, script, style")) return NodeFilter.FILTER_REJECT;
        return /\$[^$\s][^$]*\$/.test(node.data) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
      },
    });
    var found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    found.forEach(function (node) {
      var pieces = document.createDocumentFragment();
      node.data.split(/(\$[^$\s][^$]*\$)/).forEach(function (piece) {
        if (/^\$[^$\s][^$]*\$$/.test(piece)) {
          var span = document.createElement("span");
          katex.render(piece.slice(1, -1), span, { throwOnError: false });
          pieces.appendChild(span);
        } else if (piece) {
          pieces.appendChild(document.createTextNode(piece));
        }
      });
      node.replaceWith(pieces);
    });
  }

  var style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = root + "katex/katex.min.css";
  var script = document.createElement("script");
  script.src = root + "katex/katex.min.js";
  script.onload = function () {
    document.head.appendChild(style);
    blocks(window.katex);
    inline(window.katex);
  };
  document.head.appendChild(script);
})();
