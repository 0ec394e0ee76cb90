/* The editor of a block whose form is a tree of fields: languages, lists, live preview with findings, saving. */
window.MaslakStudioForm = function (runtime, element) {
  "use strict";
  var outer = element && element.jquery ? element[0] : element;
  var editor = outer.querySelector(".mk-editor"), current = editor.dataset.source, timer = 0, asked = 0;

  function $(selector, from) { return (from || editor).querySelector(selector); }
  function $$(selector, from) { return Array.prototype.slice.call((from || editor).querySelectorAll(selector)); }
  function owner(node) { return node.parentElement.closest("[data-group]"); }
  function pressed(name) { return $('[data-tool="' + name + '"]').getAttribute("aria-pressed") === "true"; }
  function say(text) { $("[data-status]").textContent = text; }
  function token() {
    var meta = document.querySelector('meta[name="csrf-token"]');
    var cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return meta ? meta.content : cookie ? decodeURIComponent(cookie[1]) : "";
  }
  function post(url) {
    return fetch(url, {
      method: "POST", credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ form: gather(editor), language: current })
    }).then(function (response) { return response.json().then(function (data) { return { ok: response.ok, data: data }; }); });
  }

  /* The tree of one group: its own fields, and for each of its lists the trees of the groups inside. */
  function gather(group) {
    var tree = {};
    $$("[data-field]", group).forEach(function (node) {
      if (owner(node) !== group) return;
      var name = node.dataset.field.split("."), value = node.type === "checkbox" ? node.checked : node.isContentEditable ? node.innerHTML : node.value;
      if (name.length === 1) tree[name[0]] = value;
      else (tree[name[0]] = tree[name[0]] || {})[name[1]] = value;
    });
    $$("[data-list]", group).forEach(function (list) {
      if (owner(list) === group) tree[list.dataset.list] = entries(list).map(gather);
    });
    return tree;
  }
  function entries(list) { return $$("[data-group]", list).filter(function (node) { return node.closest("[data-list]") === list; }); }
  function locate(path) {
    var parts = path.split("."), group = editor;
    while (parts.length > 1 && /^\d+$/.test(parts[1])) {
      var list = $$('[data-list="' + parts.shift() + '"]', group).find(function (node) { return owner(node) === group; });
      group = list && entries(list)[Number(parts.shift())];
      if (!group) return null;
    }
    return $$('[data-field="' + parts.join(".") + '"]', group).find(function (node) { return owner(node) === group; }) || null;
  }

  function lay() {
    var beside = pressed("beside") && current !== editor.dataset.source;
    editor.classList.toggle("mk-phone", pressed("phone"));
    $$("[data-language]").forEach(function (node) {
      var reading = beside && node.dataset.language === editor.dataset.source;
      node.hidden = node.dataset.language !== current && !reading;
      node.inert = reading;
      node.classList.toggle("mk-reading", reading);
    });
    $$("[data-tab]").forEach(function (node) { node.setAttribute("aria-pressed", String(node.dataset.tab === current)); });
    $("[data-preview]").hidden = !pressed("preview");
    look();
  }

  function look() {
    var number = ++asked;
    post(editor.dataset.previewUrl).then(function (answer) {
      if (number !== asked) return;
      $$(".mk-finding").forEach(function (node) { node.remove(); });
      $$("[aria-invalid]").forEach(function (node) { node.removeAttribute("aria-invalid"); });
      if (answer.ok) $("[data-preview]").innerHTML = answer.data.html;
      (answer.data.findings || []).forEach(mark);
      say(answer.ok ? "" : answer.data.detail || answer.data.title);
    }, function () { say($("[data-status]").dataset.failed); });
  }
  function mark(finding) {
    var node = locate(finding.path || ""), text = document.createElement("p");
    text.className = "mk-finding";
    text.textContent = finding.text;
    if (!node) return $("[data-status]").before(text);
    node.setAttribute("aria-invalid", "true");
    node.closest(".mk-field,.mk-correct,[data-group]").append(text);
  }
  function save() {
    var words = $("[data-status]").dataset;
    if (runtime && runtime.notify) runtime.notify("save", { state: "start" });
    say(words.saving);
    post(editor.dataset.saveUrl).then(function (answer) {
      if (!answer.ok) throw new Error(answer.data.detail || answer.data.title);
      say(words.saved);
      if (runtime && runtime.notify) runtime.notify("save", { state: "end" });
    }).catch(function (error) {
      say(words.failed + " " + error.message);
      if (runtime && runtime.notify) runtime.notify("error", { title: words.failed, message: error.message });
    });
  }

  function move(node, how) {
    var group = node.closest("[data-group]"), list = group.parentElement, next = group;
    if (how === "up" && group.previousElementSibling) group.previousElementSibling.before(group);
    if (how === "down" && group.nextElementSibling) group.nextElementSibling.after(group);
    if (how === "copy") {
      next = group.cloneNode(true);
      $$("select", group).forEach(function (field, index) { $$("select", next)[index].value = field.value; });
      $$('[data-field="id"]', next).forEach(function (field) {
        $('[data-field="origin"]', field.parentElement).value = field.value;
        field.value = "";
      });
      group.after(next);
    }
    if (how === "delete") {
      next = group.nextElementSibling || group.previousElementSibling;
      group.remove();
    }
    var focus = next ? $('[data-move="' + how + '"]', next) : list.closest("[data-list]").querySelector("[data-add]");
    if (focus) focus.focus();
  }
  function add(button) {
    var list = button.closest("[data-list]"), blank = Array.prototype.find.call(list.children, function (node) { return node.matches("template"); });
    list.querySelector("ol").appendChild(blank.content.cloneNode(true));
    lay();
    var field = $$("[data-field]:not([type=hidden])", entries(list).pop()).find(function (node) { return node.offsetParent; });
    if (field) field.focus();
  }

  editor.addEventListener("click", function (event) {
    var node = event.target.closest("[data-tab],[data-tool],[data-save],[data-add],[data-move]");
    if (!node) return;
    event.preventDefault();
    if (node.dataset.tab) { current = node.dataset.tab; lay(); }
    else if (node.dataset.tool) { node.setAttribute("aria-pressed", String(!pressed(node.dataset.tool))); lay(); }
    else if (node.dataset.move) { move(node, node.dataset.move); look(); }
    else if ("add" in node.dataset) add(node);
    else save();
  });
  editor.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(look, 700);
  });
  lay();
};
