/* The editor of a block whose form is a tree of fields: languages, lists, live preview with findings, saving. */
window.MaslakStudioForm = function (runtime, element) {
  "use strict";
  var outer = element && element.jquery ? element[0] : element;
  var editor = outer.querySelector(".mk-editor"), current = editor.dataset.source, timer = 0, asked = 0, known = "", explained = 0, following = function () {};

  function $(selector, from) { return (from || editor).querySelector(selector); }
  function $$(selector, from) { return Array.prototype.slice.call((from || editor).querySelectorAll(selector)); }
  function owner(node) { return node.parentElement.closest("[data-group]"); }
  function pressed(name) { return !!$('[data-tool="' + name + '"]') && $('[data-tool="' + name + '"]').getAttribute("aria-pressed") === "true"; }
  function say(text) { $("[data-status]").textContent = text; }
  function token() {
    var meta = document.querySelector('meta[name="csrf-token"]');
    var cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return meta ? meta.content : cookie ? decodeURIComponent(cookie[1]) : "";
  }
  function send(url, payload) {
    var headers = { Accept: "application/json", "X-CSRFToken": token() }, whole = payload instanceof FormData;
    if (!whole) headers["Content-Type"] = "application/json";
    return fetch(url, { method: "POST", credentials: "same-origin", headers: headers, body: whole ? payload : JSON.stringify(payload) }).then(function (response) { return response.json().then(function (data) { return { ok: response.ok, data: data }; }); });
  }
  function post(url) {
    var payload = { form: gather(editor), language: current, view: pressed("key") ? "key" : "learner" };
    if (editor.dataset.base) payload.base = editor.dataset.base;
    return send(url, payload);
  }

  /* The tree of one group: its own fields, and for each of its lists the trees of the groups inside. */
  function gather(group) {
    var tree = {};
    $$("[data-field]", group).forEach(function (node) {
      if (owner(node) !== group) return;
      var name = node.dataset.field.split("."), value = /checkbox|radio/.test(node.type) ? node.checked : node.isContentEditable || node.hasAttribute("contenteditable") ? node.innerHTML : node.value;
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
    if (!parts.length) return group;
    return $$('[data-field="' + parts.join(".") + '"]', group).find(function (node) { return owner(node) === group; }) || null;
  }

  function lay() {
    var beside = pressed("beside") && current !== editor.dataset.source;
    editor.classList.toggle("mk-phone", pressed("phone"));
    editor.classList.toggle("mk-beside", beside);
    $$("[data-language]").forEach(function (node) {
      var reading = beside && node.dataset.language === editor.dataset.source;
      node.hidden = node.dataset.language !== current && !reading;
      node.inert = reading;
      node.classList.toggle("mk-reading", reading);
    });
    $$("[data-tab]").forEach(function (node) { node.setAttribute("aria-pressed", String(node.dataset.tab === current)); });
    $$(".mk-fold").forEach(tell);
    $("[data-preview]").hidden = !pressed("preview");
    editor.classList.toggle("mk-previewing", pressed("preview"));
    $$("input[list]").forEach(explain);
    groupRadios();
    look();
  }
  /* An entry that is folded says what it is about, in the language of the form where it is written. */
  function tell(fold) {
    var group = fold.closest("[data-group]");
    function words(node) { return (node.value || node.textContent || "").trim(); }
    var all = $$('[data-field^="stem."],[data-field^="name."],[data-field^="title."],[data-field^="label."]', fold).filter(function (node) { return owner(node) === group && words(node); });
    var from = all.find(function (node) { return node.lang === current; }) || all[0], gist = $("[data-gist]", fold);
    gist.textContent = from ? words(from).replace(/^([^]{80}\S*)\s[^]*$/, "$1…") : "";
    gist.lang = from ? from.lang : "";
  }
  /* A field with a list holds an id: below it stands what the id is called, or what is to be written. */
  function explain(field) {
    var list = field.list, box = field.closest(".mk-field"), told = list && $(".mk-meaning", box);
    if (!list || !list.dataset.hint) return;
    if (!told) {
      told = box.appendChild(document.createElement("small"));
      told.className = "mk-meaning";
      told.setAttribute("aria-live", "polite");
    }
    var id = field.value.trim(), found = offers(field).find(function (option) { return option.value === id; });
    var words = found ? found.label : !id ? list.dataset.hint : list.dataset.unknown;
    if (told.textContent !== words) told.textContent = words;
    told.lang = found ? found.lang : "";
    told.classList.toggle("mk-unknown", !found && !!id);
    if (!told.id || document.getElementById(told.id) !== told) told.id = "mk-meaning-" + ++explained;
    var others = (field.getAttribute("aria-describedby") || "").split(" ").filter(function (each) { return each && each.indexOf("mk-meaning-"); });
    field.setAttribute("aria-describedby", [told.id].concat(others).join(" "));
  }
  function offers(field) { return Array.prototype.slice.call(field.list.options); }
  /* A name, or so much of it that only one can be meant, becomes its id; neither accents nor the spelling of an Arabic letter count. */
  function settle(field) {
    var wanted = plain(field.value), all = offers(field);
    if (!wanted || all.some(function (option) { return option.value === field.value.trim(); })) return;
    var exact = all.filter(function (option) { return plain(option.label) === wanted || plain(option.value) === wanted; });
    var meant = exact.length ? exact : all.filter(function (option) { return plain(option.label + " " + option.value).indexOf(wanted) >= 0; });
    if (meant.length !== 1) return;
    field.value = meant[0].value;
    changed();
  }
  function plain(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f\u0640\u064b-\u065f\u0670]/g, "").replace(/\u0649/g, "\u064a").replace(/\u0629/g, "\u0647").replace(/\u2019/g, "'").toLowerCase().trim();
  }
  /* What is in view stays in view when the words around it become longer or shorter. */
  function steady(change) {
    var node = $$(".mk-trio,.mk-grid,.mk-formats").find(function (each) { return each.offsetParent && !each.closest(".mk-toolbar") && each.getBoundingClientRect().top > 100; });
    var was = node && node.getBoundingClientRect().top, up = node && node.parentElement;
    change();
    if (!node) return;
    while (up && !(/auto|scroll/.test(getComputedStyle(up).overflowY) && up.scrollHeight > up.clientHeight)) up = up.parentElement;
    (up || document.scrollingElement).scrollTop += node.getBoundingClientRect().top - was;
  }
  /* Radio buttons belong together within one group of one list. */
  function groupRadios() {
    $$("[data-list]").forEach(function (list, index) {
      entries(list).forEach(function (group) {
        $$('input[type="radio"]', group).forEach(function (radio) { if (owner(radio) === group) radio.name = "mk-radio-" + index; });
      });
    });
  }

  function look() {
    var number = ++asked;
    clearTimeout(timer);
    post(editor.dataset.previewUrl).then(function (answer) {
      if (number !== asked) return;
      show(answer.data, answer.ok);
      say(answer.ok ? "" : answer.data.title || answer.data.detail);
    }, function () { if (number === asked) say($("[data-status]").dataset.failed); });
  }
  function soon() {
    clearTimeout(timer);
    timer = setTimeout(look, 700);
  }
  /* What a learner sees stands in a frame of its own, as wide as asked, where no script runs and nothing can take the focus. */
  function show(data, ok) {
    var box = $("[data-preview]"), frame = $("iframe", box);
    if (ok && frame) paint(frame, data.html);
    else if (ok) box.innerHTML = data.html;
    forget();
    (data.findings || []).forEach(mark);
    tally(data.summary || "");
  }
  function paint(frame, html) {
    var page = frame.contentDocument;
    if (!page || !page.body || !page.body.classList.contains("mk-page")) {
      frame.dataset.waiting = "true";
      frame.onload = function () { frame.onload = null; frame.contentDocument.body.innerHTML = html; follow(); };
      frame.srcdoc = '<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
        editor.dataset.styles.split(" ").map(function (url) { return '<link rel="stylesheet" href="' + url.replace(/"/g, "") + '">'; }).join("") + '</head><body class="mk-page"></body></html>';
      return;
    }
    page.body.innerHTML = html;
    follow();
  }
  /* The preview goes where the author writes. */
  function follow() {
    var frame = $("[data-preview] iframe"), page = frame && frame.contentDocument;
    var node = page && page.body && following(page);
    if (node) frame.contentWindow.scrollTo(0, node.getBoundingClientRect().top + frame.contentWindow.scrollY - 16);
  }

  function forget() {
    $$(".mk-finding").forEach(function (node) { node.remove(); });
    $$("[aria-invalid]").forEach(function (node) { node.removeAttribute("aria-invalid"); });
    $$("[data-noted]").forEach(function (node) {
      var others = (node.getAttribute("aria-describedby") || "").split(" ").filter(function (id) { return id && id.indexOf("mk-finding-"); }).join(" ");
      node.removeAttribute("data-noted");
      if (others) node.setAttribute("aria-describedby", others); else node.removeAttribute("aria-describedby");
    });
    $$("[data-tab] .mk-count").forEach(function (node) { node.remove(); });
  }
  function mark(finding, index) {
    var node = locate(finding.path || ""), text = document.createElement("p"), language = (finding.path || "").split(".").pop();
    text.className = "mk-finding mk-finding-" + (finding.severity || "error");
    text.id = "mk-finding-" + index;
    text.textContent = finding.text;
    count(language);
    if (!node) return $(".mk-foot").before(text);
    if ((finding.severity || "error") === "error") node.setAttribute("aria-invalid", "true");
    node.dataset.noted = "true";
    node.setAttribute("aria-describedby", ((node.getAttribute("aria-describedby") || "") + " " + text.id).trim());
    if (node.matches("[data-group]")) return node.prepend(text);
    var host = node.closest(".mk-field,.mk-correct");
    if (!host) node.after(text);
    else if (host.matches("label")) { host.after(text); if (host.dataset.language) { text.dataset.language = host.dataset.language; text.hidden = host.hidden; } }
    else host.append(text);
  }
  function count(language) {
    var tab = $('[data-tab="' + language + '"]');
    if (!tab) return;
    var badge = $(".mk-count", tab) || tab.appendChild(document.createElement("span"));
    badge.className = "mk-count";
    badge.textContent = Number(badge.textContent || 0) + 1;
  }
  function tally(summary) {
    var node = $("[data-tally]");
    if (!node) return;
    $("[data-next]").hidden = !$(".mk-finding");
    if (summary !== known) node.textContent = known = summary;
  }
  /* Goes from one note to the next, in whichever language it stands. */
  function next() {
    var all = $$(".mk-finding"), at = all.findIndex(function (node) { return node.dataset.here; }), node = all[(at + 1) % all.length];
    if (!node) return;
    all.forEach(function (each) { delete each.dataset.here; });
    node.dataset.here = "true";
    var within = node.closest("[data-language]"), field = $('[aria-describedby~="' + node.id + '"]');
    var language = within ? within.dataset.language : field && field.closest("[data-language]") ? field.closest("[data-language]").dataset.language : "";
    if (language && language !== current) {
      current = language;
      $$("[data-language]").forEach(function (each) { each.hidden = each.dataset.language !== current; each.inert = false; });
      $$("[data-tab]").forEach(function (each) { each.setAttribute("aria-pressed", String(each.dataset.tab === current)); });
    }
    for (var fold = node.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    node.scrollIntoView({ block: "center" });
    var target = field && !field.matches("[data-group]") ? field : node;
    if (target === node) node.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  function save() {
    var words = $("[data-status]").dataset;
    if (runtime && runtime.notify) runtime.notify("save", { state: "start" });
    say(words.saving);
    clearTimeout(timer);
    asked++;
    post(editor.dataset.saveUrl).then(function (answer) {
      if (!answer.ok) {
        if (answer.data.findings) show(answer.data, false);
        throw new Error(answer.data.title || answer.data.detail);
      }
      if (answer.data.base) editor.dataset.base = answer.data.base;
      delete editor.dataset.dirty;
      say(words.saved);
      if (runtime && runtime.notify) runtime.notify("save", { state: "end" });
    }).catch(function (error) {
      say(words.failed + " " + error.message);
      if (runtime && runtime.notify) runtime.notify("error", { title: words.failed, message: error.message });
    });
  }

  function beside(group, way) {
    var node = group[way];
    while (node && !node.matches("[data-group]")) node = node[way];
    return node;
  }
  function move(node, how) {
    var group = node.closest("[data-group]"), list = group.closest("[data-list]"), next = group;
    var before = beside(group, "previousElementSibling"), after = beside(group, "nextElementSibling");
    if (how === "up" && before) before.before(group);
    if (how === "down" && after) after.after(group);
    if (how === "copy") {
      next = group.cloneNode(true);
      $$("select", group).forEach(function (field, index) { $$("select", next)[index].value = field.value; });
      $$(".mk-finding", next).forEach(function (found) { found.remove(); });
      $$('[data-field="id"]', next).forEach(function (field) {
        /* The parts of a copy keep their names, which count inside it only; the copy itself and its words get new ones. */
        if (field.dataset.prefix && field.closest("[data-group]") !== next) return;
        var origin = $('[data-field="origin"]', field.parentElement);
        if (origin) origin.value = field.value;
        field.value = "";
      });
      group.after(next);
      fresh(next);
      $$("input[list]", next).forEach(explain);
      groupRadios();
    }
    if (how === "delete") return remove(group, list);
    var focus = next ? $('[data-move="' + how + '"]', next) : $("[data-add]", list);
    if (focus) focus.focus();
  }
  /* Where a group was deleted stands a button that brings it back, and the focus. */
  function remove(group, list) {
    $$(".mk-undo").forEach(function (node) { node.remove(); });
    var place = document.createElement(group.nodeName), button = document.createElement("button");
    place.className = "mk-undo";
    button.type = "button";
    button.className = "mk-format";
    button.textContent = $("[data-status]").dataset.undo;
    button.addEventListener("click", function () {
      place.replaceWith(group);
      changed();
      var back = $('[data-move="delete"]', group);
      if (back) back.focus();
    });
    place.append(button);
    group.replaceWith(place);
    button.focus();
  }
  function fresh(group) {
    $$('[data-field="id"][data-prefix]', group).forEach(function (field) { if (!field.value) field.value = name(field); });
  }
  function name(field) {
    var prefix = field.dataset.prefix, list = field.closest("[data-list]");
    if (prefix === "a-z") {
      var taken = entries(list).map(function (each) { return $('[data-field="id"]', each).value; });
      var free = "abcdefghijklmnopqrstuvwxyz".split("").find(function (letter) { return taken.indexOf(letter) < 0; });
      if (free) return free;
      prefix = "o";
    }
    return prefix + Array.prototype.map.call(crypto.getRandomValues(new Uint8Array(4)), function (b) { return (b + 256).toString(16).slice(1); }).join("");
  }
  function add(button) {
    var list = button.closest("[data-list]"), kind = button.dataset.add;
    var blank = Array.prototype.find.call(list.children, function (node) { return node.matches("template") && (!kind || node.dataset.kind === kind); });
    insert(list, blank.content.cloneNode(true));
    var field = $$("[data-field]:not([type=hidden])", entries(list).pop()).find(function (node) { return node.offsetParent; });
    if (field) field.focus();
  }
  function insert(list, content) {
    var holder = Array.prototype.find.call(list.children, function (node) { return node.matches("ol,ul,tbody"); }), from = holder.children.length;
    holder.appendChild(content);
    Array.prototype.slice.call(holder.children, from).forEach(function (group) {
      fresh(group);
      $$(".mk-fold", group).forEach(function (fold) { fold.open = true; });
    });
    changed();
    lay();
  }
  function changed() {
    editor.dataset.dirty = "true";
    soon();
  }

  editor.addEventListener("click", function (event) {
    var node = event.target.closest("[data-tab],[data-tool],[data-save],[data-add],[data-move],[data-next]");
    if (!node) return;
    event.preventDefault();
    if (node.dataset.tab) steady(function () { current = node.dataset.tab; lay(); });
    else if (node.dataset.tool) steady(function () {
      node.setAttribute("aria-pressed", String(!pressed(node.dataset.tool)));
      if (node.dataset.tool === "open") $$(".mk-fold").forEach(function (fold) { fold.open = pressed("open"); });
      lay();
    });
    else if (node.dataset.move) { move(node, node.dataset.move); changed(); }
    else if ("add" in node.dataset) add(node);
    else if ("next" in node.dataset) next();
    else save();
  });
  editor.addEventListener("input", function (event) {
    if (event.target.closest("[data-field]")) changed();
    if (event.target.list) explain(event.target);
  });
  editor.addEventListener("change", function (event) { if (event.target.list && event.target.dataset.field) { settle(event.target); explain(event.target); } });
  editor.addEventListener("toggle", function (event) { if (event.target.matches(".mk-fold")) tell(event.target); }, true);
  editor.addEventListener("focusin", follow);
  editor.addEventListener("keydown", function (event) {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); save(); }
  });
  window.addEventListener("beforeunload", function (event) { if (editor.isConnected && editor.dataset.dirty) event.preventDefault(); });
  if ("wide" in editor.dataset && editor.clientWidth > 900 && $('[data-tool="preview"]')) $('[data-tool="preview"]').setAttribute("aria-pressed", "true");
  lay();
  return {
    editor: editor, send: send, insert: insert, changed: changed, say: say, gather: gather,
    language: function () { return current; }, follow: function (find) { following = find; }
  };
};
