/* The editor of both blocks: one language at a time; works in Studio's modal and in the companion. */
window.MaslakStudio = function (runtime, element) {
  "use strict";
  var outer = element && element.jquery ? element[0] : element;
  var editor = outer.querySelector(".mk-editor"), current = editor.dataset.source, deleted = [], dirty = {};

  function $(selector, from) { return (from || editor).querySelector(selector); }
  function $$(selector, from) { return Array.prototype.slice.call((from || editor).querySelectorAll(selector)); }
  function panel(language) { return $('[data-panel="' + (language || current) + '"]'); }
  function notify(state) { if (runtime && runtime.notify) runtime.notify("save", { state: state }); }
  function token() {
    var meta = document.querySelector('meta[name="csrf-token"]');
    var cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return meta ? meta.content : cookie ? decodeURIComponent(cookie[1]) : "";
  }
  function post(url, payload) {
    return fetch(url, {
      method: "POST", credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() }, body: JSON.stringify(payload)
    }).then(function (response) { return response.json().then(function (data) { return { ok: response.ok, data: data }; }); });
  }

  function tool(name) { return $('[data-tool="' + name + '"]'); }
  function pressed(name) { return tool(name) && tool(name).getAttribute("aria-pressed") === "true"; }
  function lay() {
    var beside = pressed("beside") && current !== editor.dataset.source;
    editor.classList.toggle("mk-beside", beside);
    editor.classList.toggle("mk-phone", pressed("phone"));
    $$("[data-panel]").forEach(function (node) {
      var reading = beside && node.dataset.panel === editor.dataset.source;
      node.hidden = node.dataset.panel !== current && !reading;
      node.inert = reading;
      node.classList.toggle("mk-reading", reading);
    });
    $$("[data-tab]").forEach(function (node) { node.setAttribute("aria-pressed", String(node.dataset.tab === current)); });
    if ($("[data-preview]")) {
      $("[data-preview]").hidden = !pressed("preview");
      if (pressed("preview")) preview();
    }
  }

  function value(from, name) {
    var node = $('[data-name="' + name + '"]', from);
    return !node ? "" : node.isContentEditable || node.getAttribute("contenteditable") ? node.innerHTML : node.value;
  }
  function items(from) {
    return $$(".mk-edit-item", from).map(function (node) {
      var found = { id: node.dataset.id, type: node.dataset.type, stem: value(node, "stem"), feedback: {}, unit: value(node, "unit") };
      if (found.type === "numeric") { found.value = value(node, "value"); found.tolerance = value(node, "tolerance"); }
      $$('[data-name^="feedback:"]', node).forEach(function (field) { found.feedback[field.dataset.name.slice(9)] = field.innerHTML; });
      found.options = $$("[data-option]", node).map(function (option) {
        return { id: option.dataset.option, correct: $('[data-name="correct"]', option).checked, text: value(option, "text"), feedback: value(option, "feedback") };
      });
      return found;
    });
  }
  function collect(language) {
    var from = panel(language), objectives = {}, rules = {};
    $$("[data-objective]", from).forEach(function (node) { objectives[node.dataset.objective] = node.value; });
    $$("[data-rule]").forEach(function (node) { rules[node.dataset.rule] = node.value; });
    var payload = { language: language, title: value(from, "title"), status: value(from, "status") || "source" };
    if ($('[data-name="html"]', from)) return Object.assign(payload, { html: value(from, "html"), objectives: objectives });
    return Object.assign(payload, { rules: rules, items: items(from), deleted: deleted });
  }

  function preview() {
    post(editor.dataset.previewUrl, collect(current)).then(function (answer) {
      $("[data-preview]").innerHTML = answer.ok ? answer.data.html : "";
      say(answer.ok ? "" : answer.data.detail);
    }, function () { say($("[data-status]").dataset.failed); });
  }
  function say(text) { $("[data-status]").textContent = text; }
  function save() {
    var words = $("[data-status]").dataset, changed = Object.keys(dirty);
    if (!changed.length) changed = [current];
    notify("start");
    say(words.saving);
    /* The source goes first, so that translations are stamped against what it says now. */
    changed.sort(function (a) { return a === editor.dataset.source ? -1 : 1; });
    changed.reduce(function (before, language) {
      return before.then(function () { return post(editor.dataset.saveUrl, collect(language)); }).then(function (answer) {
        if (!answer.ok) throw new Error(answer.data.detail || words.failed);
        delete dirty[language];
      });
    }, Promise.resolve()).then(function () { say(words.saved); notify("end"); }, function (error) {
      say(words.failed + " " + error.message);
      if (runtime && runtime.notify) runtime.notify("error", { title: words.failed, message: error.message });
    });
  }

  function wrap(name, className, kind) {
    var node = document.createElement(name), selection = window.getSelection();
    if (className) node.className = className;
    if (kind) node.dataset.kind = kind;
    if (!selection.rangeCount) return;
    var range = selection.getRangeAt(0), write = range.commonAncestorContainer;
    write = (write.nodeType === 1 ? write : write.parentElement).closest("[contenteditable]");
    if (!write || !editor.contains(write)) return;
    node.appendChild(range.extractContents());
    if (!node.textContent) node.appendChild(document.createElement("p")).appendChild(document.createElement("br"));
    range.insertNode(node);
  }
  function format(name) {
    var blocks = { h2: 1, h3: 1, p: 1 };
    if (blocks[name]) document.execCommand("formatBlock", false, name);
    else if (name === "bold" || name === "italic") document.execCommand(name);
    else if (name === "list") document.execCommand("insertUnorderedList");
    else if (name === "code") wrap("code");
    else if (name === "example") wrap("section", "example");
    else wrap("aside", "callout", name);
    dirty[current] = true;
  }
  function add(kind) {
    var blank = $('[data-blank="' + kind + '"]', panel());
    $("[data-items]", panel()).appendChild(blank.content.cloneNode(true));
    name();
    dirty[current] = true;
    var added = $$(".mk-edit-item", panel()).pop();
    $('[data-name="stem"]', added).focus();
  }
  function change(node, what) {
    var item = node.closest(".mk-edit-item"), copy;
    dirty[current] = true;
    if (what === "delete") { if (item.dataset.id) deleted.push(item.dataset.id); item.remove(); return; }
    if (what === "copy") {
      copy = item.cloneNode(true);
      copy.dataset.id = "";
      item.after(copy);
    } else {
      copy = $$("[data-option]", item).pop().cloneNode(true);
      copy.dataset.option = "";
      $$('[data-name="text"],[data-name="feedback"]', copy).forEach(function (field) { field.innerHTML = ""; });
      $('[data-name="correct"]', copy).checked = false;
      $("[data-options]", item).appendChild(copy);
    }
    name();
  }
  /* Radio buttons belong together within one item of one language. */
  function name() {
    $$(".mk-edit-item").forEach(function (item, index) {
      $$('input[type="radio"]', item).forEach(function (radio) { radio.name = "mk-right-" + index; });
    });
  }

  editor.addEventListener("mousedown", function (event) { if (event.target.closest("[data-format]")) event.preventDefault(); });
  editor.addEventListener("click", function (event) {
    var node = event.target.closest("[data-tab],[data-tool],[data-save],[data-format],[data-add],[data-item-tool]");
    if (!node) return;
    event.preventDefault();
    if (node.dataset.tab) { current = node.dataset.tab; lay(); }
    else if (node.dataset.tool) { node.setAttribute("aria-pressed", String(node.getAttribute("aria-pressed") !== "true")); lay(); }
    else if (node.dataset.format) format(node.dataset.format);
    else if (node.dataset.add) add(node.dataset.add);
    else if (node.dataset.itemTool) change(node, node.dataset.itemTool);
    else save();
  });
  editor.addEventListener("input", function () { dirty[current] = true; });
  name();
  lay();
};
