/* What comes from a word processor, made into plain structure: headings, paragraphs, lists, tables, emphasis, code, links.
   Word, Google Docs, LibreOffice and Word Online each write lists and emphasis in their own way; nothing of their looks is kept.
   The server cleans again: this is for the author's eyes, not for safety. */
(function () {
  "use strict";
  var BLOCK = /^(P|DIV|H[1-6]|UL|OL|LI|DL|DT|DD|TABLE|BLOCKQUOTE|PRE|SECTION|ARTICLE|CENTER|FIGURE|FIGCAPTION|HEADER|FOOTER|MAIN|ASIDE|BODY|FORM|ADDRESS)$/;
  /* DEL: what somebody took out while changes were kept track of. */
  var SKIP = /^(DEL|STYLE|SCRIPT|META|LINK|TITLE|XML|TEMPLATE|OBJECT|IFRAME|NOSCRIPT|SVG|BUTTON|INPUT|SELECT|TEXTAREA|HEAD)$/i;
  var PLAIN = { SUB: "sub", SUP: "sup", CODE: "code", KBD: "kbd", SAMP: "samp", VAR: "var", Q: "q", ABBR: "abbr", BDI: "bdi", TT: "code" };

  function each(list, act) { Array.prototype.slice.call(list).forEach(act); }
  function make(name, inside) {
    var node = document.createElement(name);
    (inside || []).forEach(function (child) { node.appendChild(child); });
    return node;
  }
  function style(node, name) {
    var found = new RegExp("(?:^|;)\\s*" + name + "\\s*:\\s*([^;]+)", "i").exec(node.getAttribute("style") || "");
    return found ? found[1].trim().toLowerCase() : "";
  }
  function bare(text) { return text.replace(/[\s\u00a0\u200b\ufeff]+/g, " ").trim(); }
  function holds(node) { return !!node.querySelector("p,div,h1,h2,h3,h4,h5,h6,ul,ol,table,blockquote,pre,section,article"); }

  function cleaner(note) {
    var levels = [], pictures = [];

    function picture(node) {
      var src = node.getAttribute("src") || "", name = "missing-" + (note.first + pictures.length) + ".png", shown = document.createElement("img");
      pictures.push({ name: name, src: /^data:image\//.test(src) ? src : "", from: /^https?:/.test(src) ? src : "" });
      shown.setAttribute("src", "/static/" + name);
      shown.setAttribute("alt", bare(node.getAttribute("alt") || ""));
      return make("figure", [shown, make("figcaption", [make("br")])]);
    }
    /* Comments that people wrote to one another are no part of the text. */
    function ignored(node) { return /^comment/.test(style(node, "mso-element")) || /\bMsoComment/.test(node.className) || /ignore/.test(style(node, "mso-list")) || style(node, "display") === "none" || /none/.test(style(node, "mso-hide")); }
    function wanted(node) {
      var weight = style(node, "font-weight"), found = [], name = node.nodeName, face = style(node, "font-family");
      var bold = /^(bold|bolder|[6-9]00)$/.test(weight) || (/^(B|STRONG)$/.test(name) && !/^(normal|[1-5]00)$/.test(weight));
      var slant = style(node, "font-style");
      if (bold) found.push("strong");
      if (/^(italic|oblique)$/.test(slant) || (/^(I|EM|CITE|DFN)$/.test(name) && slant !== "normal")) found.push("em");
      if (PLAIN[name]) found.push(PLAIN[name]);
      else if (/courier|consolas|menlo|monospace|lucida console|source code|roboto mono|liberation mono/.test(face) && !/symbol/.test(face)) found.push("code");
      if (style(node, "vertical-align") === "super") found.push("sup");
      if (style(node, "vertical-align") === "sub") found.push("sub");
      return found;
    }
    /* Gives the inline nodes of an element, in the marks that its style asks for. */
    function inline(node) {
      if (node.nodeType === 3) return [document.createTextNode(node.data.replace(/[\t\r\n]+/g, " ").replace(/[ \u00a0]{2,}/g, " ").replace(/[\u200b\ufeff]/g, ""))];
      if (node.nodeType !== 1 || SKIP.test(node.nodeName) || ignored(node)) return [];
      if (node.nodeName === "BR") return [make("br")];
      if (node.nodeName === "IMG") return [picture(node)];
      var inside = [];
      each(node.childNodes, function (child) { inside = inside.concat(inline(child)); });
      if (!inside.length) return [];
      var href = node.nodeName === "A" ? node.getAttribute("href") || "" : "";
      if (/^(https?:|mailto:)/i.test(href)) {
        var link = make("a", inside);
        link.setAttribute("href", href);
        inside = [link];
      }
      var text = inside.map(function (child) { return child.textContent; }).join("");
      if (bare(text)) wanted(node).forEach(function (name) { inside = [make(name, inside)]; });
      return inside;
    }

    function heading(node) {
      var own = /^H([1-6])$/.exec(node.nodeName), role = node.getAttribute("role") === "heading" && node.getAttribute("aria-level");
      if (/\bMsoTitle\b/.test(node.className)) return 1;
      return own ? Number(own[1]) : role ? Number(role) : 0;
    }
    function line(name, node) {
      var inside = [];
      each(node.childNodes, function (child) { inside = inside.concat(inline(child)); });
      return turn(make(name, inside), node);
    }
    /* A paragraph that runs against the text around it, and whose letters do so too, keeps its direction. */
    function turn(made, node) {
      var own = (node.getAttribute("dir") || style(node, "direction")).toLowerCase(), first = /[A-Za-z\u00c0-\u024f\u0590-\u08ff]/.exec(made.textContent);
      if (note.dir && first && own === (first[0] > "\u058f" ? "rtl" : "ltr") && own !== note.dir) made.setAttribute("dir", own);
      return made;
    }
    /* A paragraph that Word shows as an entry of a list: how deep it stands and whether its sign counts. */
    function entry(node) {
      var rule = style(node, "mso-list");
      if (!/level\d/.test(rule) && !/MsoList(Paragraph|Bullet|Number)/.test(node.className)) return null;
      if (/^(none|skip)/.test(rule)) return null;
      var sign = "", holder = null;
      each(node.querySelectorAll("span"), function (span) { if (!holder && /ignore/.test(style(span, "mso-list"))) holder = span; });
      if (holder) sign = bare(holder.textContent);
      else if (!/level\d/.test(rule)) {
        var first = /^\s*([·•▪◦o§–-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4}|[\u0623-\u064a])[.)\-])[\s\u00a0]+/i.exec(node.textContent);
        sign = first ? bare(first[1]) : "";
      }
      var number = /^\(?(\d{1,3})[.)\-]?$/.exec(sign);
      var counts = !!number || /^\(?([a-z]{1,4}|[\u0623-\u064a])[.)\-]$/i.test(sign) || /MsoListNumber/.test(node.className);
      return { level: Number((/level(\d)/.exec(rule) || [0, 1])[1]), kind: counts ? "ol" : "ul", start: number ? Number(number[1]) : 1, sign: holder ? "" : sign };
    }
    function unsign(node, sign) {
      if (!sign) return node;
      var walker = document.createTreeWalker(node, 4), at = sign.length, text;
      while (at > 0 && (text = walker.nextNode())) {
        var lead = /^[\s\u00a0]*/.exec(text.data)[0].length, take = Math.min(at, text.data.length - lead);
        text.data = text.data.slice(lead + take);
        at -= take;
      }
      return node;
    }

    function list(node) {
      var made = make(node.nodeName.toLowerCase()), start = Number(node.getAttribute("start") || 1);
      if (node.nodeName === "OL" && start > 1) made.setAttribute("start", start);
      each(node.children, function (child) {
        if (/^(UL|OL)$/.test(child.nodeName)) (made.lastElementChild || made.appendChild(make("li"))).appendChild(list(child));
        else if (child.nodeName === "LI") {
          var inside = blocks(child);
          /* One paragraph alone is the entry itself. */
          if (inside.length && inside[0].nodeName === "P" && inside.slice(1).every(function (next) { return /^(UL|OL)$/.test(next.nodeName); }))
            inside = Array.prototype.slice.call(inside[0].childNodes).concat(inside.slice(1));
          if (inside.length) made.appendChild(turn(make("li", inside), child));
        }
      });
      return made;
    }
    function entries(run) {
      var roots = [], stack = [];
      run.forEach(function (each) {
        while (stack.length && stack[stack.length - 1].level > each.level) stack.pop();
        var top = stack[stack.length - 1];
        if (top && top.level === each.level && top.node.nodeName.toLowerCase() !== each.kind) { stack.pop(); top = stack[stack.length - 1]; }
        if (!top || top.level < each.level) {
          var node = make(each.kind);
          if (each.kind === "ol" && each.start > 1) node.setAttribute("start", each.start);
          if (top) (top.node.lastElementChild || top.node.appendChild(make("li"))).appendChild(node);
          else roots.push(node);
          stack.push(top = { level: each.level, node: node });
        }
        top.node.appendChild(each.item);
      });
      return roots;
    }

    function table(node) {
      var rows = [], made = make("table"), head = false;
      each(node.rows, function (row, position) {
        var cells = [], line = make("tr");
        each(row.cells, function (cell) {
          var inside = blocks(cell), own = make(cell.nodeName === "TH" ? "th" : "td");
          if (inside.length === 1 && inside[0].nodeName === "P") inside = Array.prototype.slice.call(inside[0].childNodes);
          inside.forEach(function (child) { own.appendChild(child); });
          ["colspan", "rowspan"].forEach(function (name) { if (Number(cell.getAttribute(name)) > 1) own.setAttribute(name, cell.getAttribute(name)); });
          cells.push(own);
          line.appendChild(own);
        });
        if (!cells.length) return;
        if (!bare(line.textContent) && !line.querySelector("img")) return;
        if (!rows.length) head = row.parentNode.nodeName === "THEAD" || cells.every(function (cell) { return cell.nodeName === "TH" || strong(cell); });
        rows.push(line);
      });
      if (!rows.length) return [];
      if (node.caption && bare(node.caption.textContent)) made.appendChild(line("caption", node.caption));
      if (head && rows.length > 1) made.appendChild(make("thead", [header(rows.shift())]));
      made.appendChild(make("tbody", rows));
      return [made];
    }
    function strong(cell) {
      var bold = "";
      each(cell.querySelectorAll("strong"), function (node) { bold += node.textContent; });
      return !!bare(cell.textContent) && bare(bold) === bare(cell.textContent);
    }
    function header(row) {
      var made = make("tr");
      each(row.children, function (cell) {
        var own = make("th", Array.prototype.slice.call(cell.childNodes));
        each(own.querySelectorAll("strong"), unwrap);
        each(cell.attributes, function (attribute) { own.setAttribute(attribute.name, attribute.value); });
        own.setAttribute("scope", "col");
        made.appendChild(own);
      });
      return made;
    }
    function unwrap(node) {
      while (node.firstChild) node.parentNode.insertBefore(node.firstChild, node);
      node.remove();
    }

    function block(node) {
      var level = heading(node), found;
      if (level) { levels.push(level); found = line("h" + level, node); each(found.querySelectorAll("strong"), unwrap); return [found]; }
      if ((found = entry(node))) { found.item = turn(make("li", Array.prototype.slice.call(unsign(line("p", node), found.sign).childNodes)), node); return [found]; }
      switch (node.nodeName) {
        case "UL": case "OL": return online(node) || [list(node)];
        case "TABLE": return table(node);
        case "PRE": return [make("pre", [document.createTextNode(node.textContent)])];
        case "BLOCKQUOTE": return [make("blockquote", blocks(node))];
        case "P": return [line("p", node)];
        default: return holds(node) || node.querySelector("img") ? blocks(node) : [line("p", node)];
      }
    }
    /* Word Online gives each entry a list of its own and says how deep it stands. */
    function online(node) {
      var items = Array.prototype.slice.call(node.children);
      if (!items.length || !items.every(function (item) { return item.nodeName === "LI" && (item.getAttribute("data-aria-level") || item.getAttribute("data-listid")); })) return null;
      return items.map(function (item) {
        var inside = blocks(item), first = inside[0] && inside[0].nodeName === "P" ? Array.prototype.slice.call(inside[0].childNodes).concat(inside.slice(1)) : inside;
        return { level: Number(item.getAttribute("data-aria-level") || item.getAttribute("aria-level") || 1), kind: node.nodeName.toLowerCase(), start: Number(node.getAttribute("start") || 1), item: make("li", first) };
      });
    }

    function blocks(from) {
      var out = [], open = null, run = [];
      function finish() { if (run.length) out = out.concat(entries(run)); run = []; }
      function close() { if (open) { finish(); out.push(open); } open = null; }
      function put(list) {
        close();
        list.forEach(function (made) { if (made.item) run.push(made); else { finish(); out.push(made); } });
      }
      each(from.childNodes, function (node) {
        if (node.nodeType === 3 ? bare(node.data) || open : node.nodeType === 1 && !SKIP.test(node.nodeName) && !ignored(node)) {
          if (node.nodeType === 1 && BLOCK.test(node.nodeName)) put(block(node));
          else if (node.nodeType === 1 && holds(node)) put(blocks(node));
          else if (node.nodeName === "BR" && !open) return;
          else inline(node).forEach(function (child) { (open = open || make("p")).appendChild(child); });
        }
      });
      close();
      finish();
      var lifted = [];
      out.forEach(function (made) { lifted = lifted.concat(lift(made)); });
      return lifted;
    }
    /* A picture stands between paragraphs; a paragraph with nothing to read is no paragraph. */
    function lift(made) {
      if (!/^(P|H[1-6])$/.test(made.nodeName)) return [made];
      var figures = [];
      each(made.querySelectorAll("figure"), function (figure) { figures.push(figure); figure.remove(); });
      each(made.querySelectorAll("strong,em,a,code,sup,sub"), function (node) { if (!node.textContent) node.remove(); });
      join(made);
      edges(made);
      return (bare(made.textContent) ? [made] : []).concat(figures);
    }
    function join(made) {
      each(made.children, function (node) {
        var next = node.nextSibling;
        while (next && next.nodeName === node.nodeName && /^(STRONG|EM|CODE)$/.test(node.nodeName)) {
          while (next.firstChild) node.appendChild(next.firstChild);
          next.remove();
          next = node.nextSibling;
        }
      });
    }
    function edges(made) {
      made.normalize();
      while (made.firstChild && (made.firstChild.nodeName === "BR" || (made.firstChild.nodeType === 3 && !bare(made.firstChild.data)))) made.firstChild.remove();
      while (made.lastChild && (made.lastChild.nodeName === "BR" || (made.lastChild.nodeType === 3 && !bare(made.lastChild.data)))) made.lastChild.remove();
      if (made.firstChild && made.firstChild.nodeType === 3) made.firstChild.data = made.firstChild.data.replace(/^[\s\u00a0]+/, "");
      if (made.lastChild && made.lastChild.nodeType === 3) made.lastChild.data = made.lastChild.data.replace(/[\s\u00a0]+$/, "");
    }

    /* The highest heading that is used becomes the lesson's own first level, the next ones follow without a gap. */
    function settle(root) {
      var used = levels.filter(function (level, index) { return levels.indexOf(level) === index; }).sort();
      each(root.querySelectorAll("h1,h2,h3,h4,h5,h6"), function (node) {
        var own = make("h" + Math.min(4, 2 + used.indexOf(Number(node.nodeName.slice(1)))), Array.prototype.slice.call(node.childNodes));
        if (node.hasAttribute("dir")) own.setAttribute("dir", node.getAttribute("dir"));
        node.replaceWith(own);
      });
    }
    return { blocks: blocks, settle: settle, pictures: pictures };
  }

  /* Gives {html, pictures}, for a text of a direction: the names under which pictures must be added, each with its data or address where it has one. */
  function clean(html, first, dir) {
    var whole = new DOMParser().parseFromString(html.replace(/<\/?o:p[^>]*>/gi, ""), "text/html");
    var work = cleaner({ first: first || 1, dir: dir || "" }), root = make("div", work.blocks(whole.body));
    work.settle(root);
    return { html: root.innerHTML, pictures: work.pictures };
  }
  /* A picture that the text names by an address of its own may lie on the clipboard beside it: as a file, or inside Word's RTF.
     One file beside words is no picture of theirs, but all of them drawn. */
  function lend(found, files, rtf) {
    var lacking = found.pictures.filter(function (each) { return !each.src; }), local = lacking.filter(function (each) { return !each.from; });
    var images = Array.prototype.filter.call(files, function (file) { return /^image\//.test(file.type); }), drawn = local.length ? drawings(rtf) : [];
    if (images.length === lacking.length && (images.length > 1 || !bare(found.html.replace(/<[^>]*>/g, ""))))
      lacking.forEach(function (each, index) { each.file = images[index]; each.src = URL.createObjectURL(each.file); });
    else if (drawn.length === local.length) local.forEach(function (each, index) { each.src = drawn[index]; });
    return found;
  }
  /* RTF writes the bytes of a picture as digits, after a tag that is a number. */
  function drawings(rtf) {
    return rtf.split("{\\pict").slice(1).map(function (part) {
      var run = (/[0-9a-f\s]{64,}/i.exec(part) || [""])[0].replace(/\s/g, ""), found = /^\d{0,12}?((89504e470d0a1a0a|ffd8ff)[0-9a-f]*)/i.exec(run);
      if (!found) return "";
      return "data:image/" + (/^8/.test(found[2]) ? "png" : "jpeg") + ";base64," + btoa(found[1].replace(/../g, function (pair) { return String.fromCharCode(parseInt(pair, 16)); }));
    }).filter(Boolean);
  }
  function plain(text) {
    var root = document.createElement("div");
    text.replace(/\r\n?/g, "\n").split(/\n{2,}/).forEach(function (part) {
      var paragraph = document.createElement("p");
      part.split("\n").forEach(function (line, index) {
        if (index) paragraph.appendChild(document.createElement("br"));
        paragraph.appendChild(document.createTextNode(line));
      });
      root.appendChild(paragraph);
    });
    return root.innerHTML;
  }
  window.MaslakPaste = { clean: clean, lend: lend, plain: plain };
})();
