/* The editor of blocks whose text is written as it will be read: forms of text, paste, pictures, imported questions. */
window.MaslakStudio = function (runtime, element) {
  "use strict";
  var form = window.MaslakStudioForm(runtime, element), editor = form.editor, written = null, place = null, picture = null, pictures = 0, moved = false;
  /* A host that keeps pictures says where they are sent to, and under which address those of the course are seen. */
  var host = editor.closest("[data-upload]"), shelf = host ? host.dataset.files : "/static/";
  var BLOCKS = { h2: 1, h3: 1, h4: 1, p: 1 };

  function $(selector, from) { return (from || editor).querySelector(selector); }
  function $$(selector, from) { return Array.prototype.slice.call((from || editor).querySelectorAll(selector)); }
  function field(node) { return node && (node.nodeType === 1 ? node : node.parentElement).closest("[contenteditable]"); }
  function range() {
    var selection = window.getSelection(), found = selection.rangeCount && selection.getRangeAt(0);
    return found && editor.contains(found.commonAncestorContainer) && field(found.commonAncestorContainer) ? found : null;
  }
  function keep() { var found = range(); if (found) { place = found.cloneRange(); written = field(found.commonAncestorContainer); } }
  /* Whoever clicked a tool before writing anywhere means the text that is in view. */
  function back() {
    if (!written || !written.isConnected || !written.offsetParent) {
      var bar = $(".mk-toolbar"), shown = $$("[contenteditable]").filter(function (node) { return node.offsetParent && !node.closest("[inert]"); });
      /* The tools stand before the text that they are for. */
      written = shown.find(function (node) { return bar.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING; }) || shown[0];
      place = null;
      if (!written) return false;
    }
    written.focus({ preventScroll: true });
    var selection = window.getSelection();
    selection.removeAllRanges();
    if (!place) { place = document.createRange(); place.selectNodeContents(written); place.collapse(false); }
    selection.addRange(place);
    return true;
  }
  function put(html) {
    /* A picture stands between paragraphs: a line keeps the browser from pouring it into the one before, a paragraph from the one behind. */
    if (/^<figure/.test(html)) html = "<hr>" + html.replace(/<\/figure>$/, "</figure><p><br></p>");
    if (back()) document.execCommand("insertHTML", false, html);
    $$("[contenteditable] hr").forEach(function (line) { line.remove(); });
    keep();
    form.changed();
  }
  function escaped(text) { var node = document.createElement("i"); node.textContent = text; return node.innerHTML.replace(/"/g, "&quot;"); }

  function wrap(name, className, kind) {
    var found = range(), node = document.createElement(name);
    if (!found) return;
    if (className) node.className = className;
    if (kind) node.dataset.kind = kind;
    node.appendChild(found.extractContents());
    if (!node.textContent) node.appendChild(document.createElement("p")).appendChild(document.createElement("br"));
    if (name !== "code" && name !== "dfn") {
      /* A callout stands between paragraphs, not inside one. */
      var top = found.startContainer.nodeType === 1 ? found.startContainer : found.startContainer.parentElement, host = field(top);
      if (!$("p,h2,h3,h4,ul,ol,table", node)) { var paragraph = document.createElement("p"); while (node.firstChild) paragraph.appendChild(node.firstChild); node.appendChild(paragraph); }
      while (top !== host && top.parentElement !== host) top = top.parentElement;
      if (top !== host) { top.after(node); if (!top.textContent.trim() && !$("img", top)) top.remove(); } else found.insertNode(node);
    } else found.insertNode(node);
    var inside = document.createRange();
    inside.selectNodeContents(node);
    window.getSelection().removeAllRanges();
    window.getSelection().addRange(inside);
  }
  function format(name) {
    if (!back()) return;
    if (BLOCKS[name]) document.execCommand("formatBlock", false, name);
    else if (name === "bold" || name === "italic") document.execCommand(name);
    else if (name === "list") document.execCommand("insertUnorderedList");
    else if (name === "numbers") document.execCommand("insertOrderedList");
    else if (name === "code") wrap("code");
    else if (name === "example") wrap("section", "example");
    else if (name === "table") return put('<table><thead><tr><th scope="col"><br></th><th scope="col"><br></th></tr></thead><tbody><tr><td><br></td><td><br></td></tr><tr><td><br></td><td><br></td></tr></tbody></table><p><br></p>');
    else if (/^(link|image|term)$/.test(name)) return ask(name);
    else wrap("aside", "callout", name);
    keep();
    form.changed();
  }

  /* Links, pictures and terms need a word more than a click. */
  function ask(name) {
    var row = $('[data-inserting="' + name + '"]'), at = place && place.startContainer;
    var known = at && (at.nodeType === 1 ? at : at.parentElement).closest(name === "link" ? "a" : "dfn");
    if (name === "image") {
      $('[data-part="file"]', row).value = "";
      nameFile($('[data-part="file"]', row));
      $('[data-part="src"]', row).value = picture ? named(picture).replace(/^missing-\d+\.png$/, "") : "";
      $('[data-part="alt"]', row).value = picture ? picture.getAttribute("alt") || "" : "";
    }
    if (name === "link") $('[data-part="href"]', row).value = known && written.contains(known) ? known.getAttribute("href") : "";
    if (name === "term") $('[data-part="key"]', row).value = known && written.contains(known) ? known.dataset.term || "" : "";
    $$("[data-inserting]").forEach(function (other) { other.hidden = other !== row; });
    $$("input", row).find(function (node) { return node.offsetParent; }).focus();
  }
  function insert(name) {
    var row = name && $('[data-inserting="' + name + '"]'), chosen = name === "image" && $('[data-part="file"]', row);
    if (chosen && chosen.files.length) return choose(row, chosen);
    function part(key) { return $('[data-part="' + key + '"]', row).value.trim(); }
    if (name && !(name === "image" ? part("src") : name === "link" ? /^(https?:\/\/|mailto:)./i.test(part("href")) : /^[a-z0-9-]{1,64}$/.test(part("key")))) {
      form.say(row.dataset.missing);
      return $$("input", row).find(function (node) { return node.offsetParent; }).focus();
    }
    $$("[data-inserting]").forEach(function (row) { row.hidden = true; });
    if (!name) return back();
    if (name === "link" && back()) {
      if (place.collapsed && !(place.startContainer.parentElement.closest("a"))) put('<a href="' + escaped(part("href")) + '">' + escaped(part("href")) + "</a>");
      else document.execCommand("createLink", false, part("href"));
    }
    if (name === "image") {
      var src = shelf + part("src").replace(/^\/?static\//, "");
      if (picture && picture.isConnected) { picture.setAttribute("src", src); picture.setAttribute("alt", part("alt")); back(); }
      else put('<figure><img src="' + escaped(src) + '" alt="' + escaped(part("alt")) + '"><figcaption><br></figcaption></figure><p><br></p>');
      dress();
    }
    if (name === "term" && back()) {
      var at = place.startContainer, known = (at.nodeType === 1 ? at : at.parentElement).closest("dfn");
      if (known) known.dataset.term = part("key");
      else {
        wrap("dfn");
        at = window.getSelection().anchorNode;
        (at.nodeType === 1 ? at : at.parentElement).closest("dfn").dataset.term = part("key");
      }
    }
    picture = null;
    form.changed();
  }
  /* A picture can be selected; where it cannot be shown its name and description stand in its place. */
  function dress() {
    $$("[contenteditable] img").forEach(function (node) {
      node.tabIndex = 0;
      node.title = named(node);
    });
  }
  function nameFile(input) {
    var shown = $("[data-chosen]", input.parentElement);
    shown.textContent = input.files.length ? input.files[0].name : picture && !/^missing-/.test(named(picture)) ? shown.dataset.kept : shown.dataset.none;
  }
  function named(node) { return (node.getAttribute("src") || "").replace(shelf, "").replace(/^\/?static\//, ""); }

  /* The host keeps a picture and gives the name by which the text refers to it. */
  function upload(file) {
    var body = new FormData(), words = $("[data-pasted]").dataset;
    body.append("file", file);
    form.say(words.adding);
    return form.send(host.dataset.upload, body).catch(function () { return { data: { title: words.failed } }; }).then(function (answer) {
      form.say(answer.ok ? "" : answer.data.title);
      if (!answer.ok) throw new Error(answer.data.title);
      return answer.data.name;
    });
  }
  function choose(row, input) {
    row.inert = true;
    upload(input.files[0]).then(function (name) {
      $('[data-part="src"]', row).value = name;
      input.value = "";
      row.inert = false;
      insert("image");
    }, function () { row.inert = false; input.focus(); });
  }
  /* Pictures whose bytes came along go to the host, one after the other; of the others the author is told. */
  function bring(found) {
    var left = [];
    found.reduce(function (before, each) {
      return before.then(function () {
        var file = host && bytes(each);
        return file ? upload(file).then(function (name) { settle(each.name, name); }) : left.push(each);
      }).catch(function (error) { each.why = error.message; left.push(each); });
    }, Promise.resolve()).then(function () { tell(left); });
  }
  function bytes(each) {
    var data = /^data:image\/[\w.+-]+;base64,(.*)$/.exec(each.src);
    return each.file || (data && new Blob([Uint8Array.from(atob(data[1]), function (letter) { return letter.charCodeAt(0); })]));
  }
  function settle(waiting, name) {
    $$("[contenteditable] img").forEach(function (node) { if (named(node) === waiting) node.setAttribute("src", shelf + name); });
    dress();
    form.changed();
  }

  function paste(event) {
    var target = event.target.closest && event.target.closest("[contenteditable]");
    if (!target || !editor.contains(target) || !event.clipboardData) return;
    event.preventDefault();
    keep();
    take(event.clipboardData);
  }
  /* What is dropped on a text comes as if it were pasted where it was dropped; beside a text, a file would only take its page away. */
  function over(event) {
    if (moved || event.target.closest('input[type="file"]') || Array.prototype.indexOf.call(event.dataTransfer.types, "Files") < 0) return;
    if (!event.target.closest("[contenteditable]")) event.dataTransfer.dropEffect = "none";
    event.preventDefault();
  }
  function drop(event) {
    var target = event.target.closest("[contenteditable]");
    if (moved) { moved = false; return; }
    if (event.target.closest('input[type="file"]')) return;
    if (target || event.dataTransfer.files.length) event.preventDefault();
    if (!target) return;
    aim(target, event.clientX, event.clientY);
    take(event.dataTransfer);
  }
  function aim(target, x, y) {
    var at = document.caretPositionFromPoint && document.caretPositionFromPoint(x, y), found = at ? document.createRange() : document.caretRangeFromPoint && document.caretRangeFromPoint(x, y);
    if (at) found.setStart(at.offsetNode, at.offset);
    written = target;
    place = found && target.contains(found.startContainer) ? found : null;
  }
  function take(data) {
    var html = data.getData("text/html"), text = data.getData("text/plain"), found;
    if (html) found = window.MaslakPaste.lend(window.MaslakPaste.clean(html, pictures + 1, written && written.dir), data.files, data.getData("text/rtf"));
    else if (text) found = { html: /\n/.test(text.trim()) ? window.MaslakPaste.plain(text) : escaped(text), pictures: [] };
    else if (data.files.length) found = files(data.files);
    else return;
    if (found.others && found.others.length) $("[data-pasted]").append(Object.assign(document.createElement("p"), { textContent: $("[data-pasted]").dataset.other + " " + found.others.join(" · ") }));
    if (!found.html) return;
    pictures += found.pictures.length;
    var one = /^<p>((?:(?!<\/?(?:p|ul|ol|table|h\d|figure)\b)[\s\S])*)<\/p>$/.exec(found.html);
    put(one ? one[1] : found.html);
    dress();
    bring(found.pictures);
  }
  function files(list) {
    var found = { html: "", pictures: [], others: [] };
    Array.prototype.forEach.call(list, function (file, index) {
      if (!/^image\//.test(file.type)) return found.others.push(file.name);
      var name = "missing-" + (pictures + 1 + index) + ".png";
      found.html += '<figure><img src="/static/' + name + '" alt=""><figcaption><br></figcaption></figure>';
      found.pictures.push({ name: name, src: URL.createObjectURL(file), from: "", file: file });
    });
    return found;
  }
  /* No picture is lost without a word: each can be saved from here, and its place in the text is kept. */
  function tell(found) {
    var box = $("[data-pasted]");
    if (!found.length) return;
    var list = $("ul", box);
    if (!list) { box.append(Object.assign(document.createElement("p"), { textContent: host ? box.dataset.left : box.dataset.pictures })); list = box.appendChild(document.createElement("ul")); }
    found.forEach(function (each) {
      var item = document.createElement("li"), link = document.createElement(each.src || each.from ? "a" : "span");
      link.textContent = (each.src ? box.dataset.savePicture : each.from ? box.dataset.from : box.dataset.lost).replace("{name}", each.name);
      if (each.src) { link.href = each.src; link.download = each.name; }
      else if (each.from) { link.href = each.from; link.target = "_blank"; link.rel = "noopener noreferrer"; }
      item.append(link, each.why ? " " + each.why : "");
      list.append(item);
    });
  }

  /* Questions from a file: shown with what is wrong in it, kept only when the author says so. */
  var offered = [], carried = {};
  function read(input) {
    var file = input.files[0], box = $("[data-imported]"), reader = new FileReader();
    if (!file) return;
    if (file.size > Number(box.dataset.limit)) { box.textContent = box.dataset.large; return; }
    box.textContent = box.dataset.reading;
    reader.onload = function () {
      form.send(editor.dataset.importUrl, { name: file.name, content: reader.result.split(",")[1] || "", language: form.language() }).then(function (answer) {
        offered = answer.ok ? answer.data.groups : [];
        carried = answer.ok ? answer.data.pictures : {};
        if (answer.ok) box.innerHTML = answer.data.html;
        else box.textContent = answer.data.title;
        input.value = "";
        nameFile(input);
        var heading = $("[tabindex]", box);
        if (heading) heading.focus();
      }, function () { box.textContent = box.dataset.away; });
    };
    reader.readAsDataURL(file);
  }
  function accept() {
    var box = $("[data-imported]"), list = $('[data-list="items"]'), chosen = $$("[data-offer]", box).filter(function (node) { return node.checked; });
    var holder = document.createElement("template");
    holder.innerHTML = chosen.map(function (node) { return offered[Number(node.dataset.offer)]; }).join("");
    var first = holder.content.firstElementChild;
    if (first) form.insert(list, holder.content);
    /* The pictures of the questions that were chosen go where pasted ones do. */
    dress();
    bring(Object.keys(carried).filter(function (name) { return $$("[contenteditable] img", list).some(function (node) { return named(node) === name; }); })
      .map(function (name) { return { name: name, src: carried[name], from: "" }; }));
    carried = {};
    box.textContent = chosen.length ? box.dataset.added.replace("{number}", chosen.length) : "";
    offered = [];
    if (first) { first.scrollIntoView({ block: "start" }); var text = $("[contenteditable]:not([hidden] *)", first); if (text) text.focus({ preventScroll: true }); }
  }

  /* A choice among the parts of another list offers them as they are written now. */
  function refer(select) {
    var group = select.closest('[data-list="items"] > ol > [data-group]') || editor, chosen = select.value;
    var wanted = '[data-list="' + select.dataset.refers + '"]', list = $(wanted, group) || $(wanted);
    if (!list) return;
    var parts = Array.prototype.filter.call($("ol", list).children, function (node) { return node.matches("[data-group]"); });
    while (select.options.length > 1) select.remove(1);
    parts.forEach(function (part, index) {
      var words = $$('[data-field^="text."],[data-field^="name."]', part).map(function (node) { return { language: node.dataset.field.split(".")[1], text: (node.value || node.textContent || "").trim() }; })
        .filter(function (each) { return each.text; }), own = words.find(function (each) { return each.language === form.language(); }) || words[0];
      select.add(new Option(index + 1 + ". " + (own ? own.text.slice(0, 60) : ""), $('[data-field="id"]', part).value));
    });
    select.value = chosen;
    if (select.selectedIndex < 0) select.selectedIndex = 0;
  }

  document.addEventListener("selectionchange", keep);
  editor.addEventListener("focusin", function (event) { if (event.target.matches("select[data-refers]")) refer(event.target); });
  editor.addEventListener("mousedown", function (event) { if (event.target.closest("[data-format]")) event.preventDefault(); });
  editor.addEventListener("click", function (event) {
    var node = event.target.closest("[data-format],[data-insert],[data-accept],[contenteditable] img");
    if (!node) return;
    if (node.matches("img")) { picture = node; written = field(node); return ask("image"); }
    event.preventDefault();
    if (node.dataset.format) { picture = null; format(node.dataset.format); }
    else if ("insert" in node.dataset) insert(node.dataset.insert);
    else accept();
  });
  editor.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.matches("[contenteditable] img")) { event.preventDefault(); picture = event.target; written = field(picture); ask("image"); }
    if (event.key === "Enter" && event.target.matches('[data-part]:not([type="file"])')) { event.preventDefault(); insert(event.target.closest("[data-inserting]").dataset.inserting); }
    if (event.key === "Escape" && event.target.matches("[data-part]")) { event.stopPropagation(); insert(""); }
  });
  editor.addEventListener("change", function (event) {
    if (event.target.type === "file") nameFile(event.target);
    if (event.target.matches("[data-import]")) read(event.target);
  });
  editor.addEventListener("paste", paste);
  /* What is moved from one place of a text to another is the browser's business. */
  document.addEventListener("dragstart", function (event) { moved = editor.contains(event.target); });
  editor.addEventListener("dragover", over);
  editor.addEventListener("drop", drop);

  /* The preview follows the question, or the paragraph, that is being written. */
  form.follow(function (page) {
    var active = document.activeElement, group = active && active.closest && active.closest("[data-group]");
    if (!active || !editor.contains(active)) return null;
    while (group && group !== editor && !(group.parentElement.closest('[data-list="items"]') && group.parentElement.closest("[data-group]") === editor)) group = group.parentElement.closest("[data-group]");
    var id = group && group !== editor && $('[data-field="id"]', group);
    if (id) return page.querySelector('[data-item="' + id.value + '"]');
    var at = range(), text = page.querySelector("[data-text]");
    if (!at || !text || !active.matches('[data-field^="html."]')) return null;
    var top = at.startContainer;
    while (top && top.parentNode !== active) top = top.parentNode;
    return top ? text.children[Array.prototype.indexOf.call(active.children, top)] : null;
  });
  document.execCommand("defaultParagraphSeparator", false, "p");
  $$('[data-part="file"]').forEach(function (node) { node.closest(".mk-field").hidden = !host; });
  $$('[data-inserting="image"] [data-part="src"]').forEach(function (node) { node.parentElement.hidden = !!host; });
  $$("[contenteditable] img").forEach(function (node) { pictures = Math.max(pictures, Number((/^missing-(\d+)\.png$/.exec(named(node)) || [0, 0])[1])); });
  dress();
};
