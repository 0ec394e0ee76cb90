/* The project: drafts are kept on this phone until the server has them, files go up with their progress, nothing typed is replaced. */
window.MaslakProject = function (runtime, element) {
  "use strict";
  var frame = window.MaslakFrame, memory = {}, timers = {}, busy = {}, wait = 4000, paused = {};

  function $(selector, from) { return (from || root).querySelector(selector); }
  function $$(selector, from) { return Array.prototype.slice.call((from || root).querySelectorAll(selector)); }
  function section(id) { return $$(".mk-stage").find(function (node) { return node.dataset.stage === id; }); }
  function form(id) { var node = section(id); return node && $(".mk-hand", node); }
  function word(name, values) {
    var node = $("[data-words]"), text = node ? node.dataset[name] || "" : "";
    Object.keys(values || {}).forEach(function (key) { text = text.replace("{" + key + "}", function () { return values[key]; }); });
    return text;
  }
  function note(id, text, waiting) {
    var node = section(id) && $("[data-note]", section(id));
    if (!node) return;
    if (node.textContent !== text) node.textContent = text;
    node.classList.toggle("mk-waiting", !!waiting);
  }
  function kept(next) {
    try {
      if (next === undefined) return JSON.parse(localStorage.getItem(name)) || memory;
      memory = next;
      if (Object.keys(next).length) localStorage.setItem(name, JSON.stringify(next)); else localStorage.removeItem(name);
    } catch (error) { /* a browser without storage still sends at once */ }
    return memory;
  }
  function keep(id, texts) {
    var all = kept();
    if (texts) all[id] = texts; else delete all[id];
    kept(all);
  }
  function texts(id) {
    var found = {};
    $$("[data-text]", form(id)).forEach(function (field) { found[field.dataset.text] = field.value; });
    return found;
  }
  function same(one, other) {
    return Object.keys(Object.assign({}, one, other)).every(function (key) { return (one[key] || "").trim() === (other[key] || "").trim(); });
  }
  function field(id, text) { return $$("[data-text]", form(id)).find(function (node) { return node.dataset.text === text; }); }
  function hidden(id, which) { return $('[name="' + which + '"]', form(id)); }
  function revision(id) { return Number(hidden(id, "revision").value); }

  /* What the server said it has now: the revision, the files, and on handing in the whole stage. */
  function take(id, data) {
    var node = section(id);
    $("[data-standing]", node).innerHTML = data.html.standing;
    if (data.html.work) { $("[data-work]", node).innerHTML = data.html.work; remember(id); return; }
    hidden(id, "revision").value = data.revision;
    Object.keys(data.files).forEach(function (key) {
      var list = $$("[data-files]", node).find(function (one) { return one.dataset.files === key; });
      if (list) list.innerHTML = data.files[key];
    });
  }
  /* The texts as the server has them, to tell a change of ours from one of the team's. */
  function remember(id) {
    if (form(id)) form(id).known = texts(id);
  }

  function changed(id) {
    var now = texts(id);
    if (same(now, form(id).known || {})) { keep(id); note(id, ""); return; }
    keep(id, { texts: now, known: form(id).known });
    clearTimeout(timers[id]);
    if (!paused[id]) timers[id] = setTimeout(function () { save(id); }, 1500);
  }
  function save(id, byHand) {
    if (!form(id)) return Promise.resolve(false);
    clearTimeout(timers[id]);
    if (busy[id]) return busy[id].then(function () { return save(id, byHand); });
    var sent = texts(id);
    if (same(sent, form(id).known || {})) return Promise.resolve(true);
    keep(id, { texts: sent, known: form(id).known });
    if (byHand) note(id, word("sending"));
    busy[id] = frame.post(root.dataset.saveDraftUrl, { stage: id, revision: revision(id), texts: sent }).then(function (answer) {
      delete busy[id];
      wait = 4000;
      if (answer.status === 401) { note(id, word("signin"), true); return false; }
      if (answer.data.code === "stale_revision") return reconcile(id).then(function (clear) { return clear && save(id, byHand); });
      if (answer.status !== 200) { note(id, answer.data.title, true); return false; }
      form(id).known = sent;
      if (same(sent, texts(id))) keep(id);
      take(id, answer.data);
      note(id, answer.data.note);
      return true;
    }, function () {
      delete busy[id];
      note(id, word("phone"), true);
      timers[id] = setTimeout(function () { save(id); }, wait);
      wait = Math.min(wait * 2, 60000);
      return false;
    });
    return busy[id];
  }

  /* The team wrote meanwhile. What only one of us changed is taken as it is; where both did, theirs is shown under ours. */
  function reconcile(id) {
    return frame.post(root.dataset.stateUrl, {}).then(function (answer) {
      var stage = answer.data.dossier && answer.data.dossier.stages.find(function (one) { return one.id === id; }), clash = false;
      if (!stage) return false;
      if (!stage.can_change) { redraw(); return false; }
      var known = form(id).known || {}, theirs = stage.draft.texts;
      $$("[data-text]", form(id)).forEach(function (node) {
        var key = node.dataset.text, before = (known[key] || "").trim(), mine = node.value.trim(), other = theirs[key] || "";
        if (other === before || other === mine) return;
        if (mine === before) { node.value = other; return; }
        clash = true;
        show(id, key, other);
      });
      form(id).known = Object.assign({}, theirs);
      hidden(id, "revision").value = stage.revision;
      paused[id] = clash;
      if (clash) { keep(id, { texts: texts(id), known: form(id).known }); note(id, word("theirs"), true); }
      return !clash;
    });
  }
  function show(id, key, other) {
    var box = $$("[data-theirs]", form(id)).find(function (node) { return node.dataset.theirs === key; });
    var title = document.createElement("strong"), text = document.createElement("p"), button = document.createElement("button");
    title.textContent = word("team");
    text.className = "mk-theirs";
    text.dir = "auto";
    text.textContent = other;
    button.type = "button";
    button.className = "mk-link";
    button.textContent = word("use");
    button.addEventListener("click", function () {
      field(id, key).value = other;
      field(id, key).focus();
      box.textContent = "";
      paused[id] = $$("[data-theirs]", form(id)).some(function (node) { return node.textContent; });
      changed(id);
    });
    box.replaceChildren(title, text, button);
  }
  function settle(id) {
    paused[id] = false;
    $$("[data-theirs]", form(id)).forEach(function (node) { node.textContent = ""; });
  }

  /* One file at a time, so that each speaks about the state that the one before it made. */
  function upload(id, input) {
    var file = input.files[0], box = input.closest(".mk-deliver"), limit = Number(box.dataset.limit);
    if (!file) return;
    if (limit && file.size > limit) {
      input.value = "";
      return note(id, word("large", { size: Math.round(limit / 1048576) + " MB" }), true);
    }
    save(id).then(function () { send(id, input, file, frame.key(), true); });
  }
  function send(id, input, file, key, again) {
    var body = new FormData(), request = new XMLHttpRequest(), bar = document.createElement("progress");
    $$("input[type=hidden]", form(id)).forEach(function (node) { body.append(node.name, node.value); });
    body.set("idempotency_key", key);
    body.append("deliverable", input.dataset.file);
    body.append("file", file);
    bar.max = 1;
    bar.setAttribute("aria-label", file.name);
    input.after(bar);
    input.disabled = true;
    request.open("POST", root.dataset.addFileUrl);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", frame.token());
    request.upload.onprogress = function (event) { if (event.lengthComputable) bar.value = event.loaded / event.total; };
    note(id, word("uploading", { name: file.name }));
    request.onloadend = function () {
      var data = {};
      try { data = JSON.parse(request.responseText); } catch (error) { /* not from us */ }
      bar.remove();
      input.disabled = false;
      if (data.code === "stale_revision" && again) return reconcile(id).then(function () { send(id, input, file, key, false); });
      if (request.status !== 200 || !data.html) return note(id, data.title || (request.status === 401 ? word("signin") : word("failed")), true);
      input.value = "";
      take(id, data);
      note(id, data.note);
    };
    request.send(body);
  }
  function remove(id, file, again) {
    frame.post(root.dataset.removeFileUrl, { stage: id, revision: revision(id), file: file }).then(function (answer) {
      if (answer.data.code === "stale_revision" && again) return reconcile(id).then(function () { remove(id, file, false); });
      if (answer.status !== 200) return note(id, answer.status === 401 ? word("signin") : answer.data.title, true);
      take(id, answer.data);
      note(id, answer.data.note);
      $(".mk-hand [data-act=save]", section(id)).focus();
    }, function () { note(id, word("phone"), true); });
  }
  function submit(id) {
    settle(id);
    var buttons = $$("[data-act]", form(id)), chosen = $$("[data-file]", form(id)).some(function (node) { return node.disabled && node.nextElementSibling && node.nextElementSibling.tagName === "PROGRESS"; });
    if (chosen) return;
    function free(disabled) { buttons.forEach(function (button) { button.disabled = disabled; }); }
    free(true);
    note(id, word("sending"));
    save(id, true).then(function (ready) {
      if (!ready) return free(false);
      var key = hidden(id, "idempotency_key").value;
      frame.post(root.dataset.submitUrl, { stage: id, revision: revision(id), idempotency_key: key }).then(function (answer) {
        free(false);
        if (answer.data.code === "stale_revision") return reconcile(id);
        if (answer.status !== 200) return note(id, answer.status === 401 ? word("signin") : answer.data.title, true);
        keep(id);
        take(id, answer.data);
        note(id, answer.data.note);
        $("h3", section(id)).focus({ preventScroll: false });
      }, function () { free(false); note(id, word("phone"), true); });
    });
  }
  function redraw() { window.location.reload(); }

  function begin() {
    $$(".mk-stage").forEach(function (node) {
      var id = node.dataset.stage, waiting = kept()[id];
      if (!form(id)) return;
      remember(id);
      if (!waiting) return;
      if (waiting.known) form(id).known = waiting.known;
      var server = texts(id);
      Object.keys(waiting.texts).forEach(function (key) {
        var target = field(id, key);
        if (target) target.value = waiting.texts[key];
      });
      /* The page may show more than was known when this was typed; the server's word on the revision decides. */
      if (!same(server, form(id).known)) hidden(id, "revision").value = 0;
      note(id, word("phone"), true);
      save(id);
    });
  }
  begin.before = function () {
    $$(".mk-stage").forEach(function (node) { if (form(node.dataset.stage)) { var id = node.dataset.stage; if (!same(texts(id), form(id).known || {})) keep(id, { texts: texts(id), known: form(id).known }); } });
  };

  var root = frame.open(element, begin), name = "maslak:project:" + root.dataset.store;
  root.addEventListener("input", function (event) {
    var stage = event.target.closest(".mk-stage");
    if (stage && event.target.dataset.text) changed(stage.dataset.stage);
  });
  root.addEventListener("change", function (event) {
    var stage = event.target.closest(".mk-stage");
    if (stage && event.target.dataset.file) upload(stage.dataset.stage, event.target);
  });
  root.addEventListener("submit", function (event) {
    var id = event.target.dataset.stage, button = event.submitter;
    if (event.target.dataset.handler !== "work") return;
    event.preventDefault();
    if (button && button.name === "remove") return remove(id, button.value, true);
    if (button && button.dataset.act === "submit") return submit(id);
    settle(id);
    save(id, true);
  });
  window.addEventListener("online", function () { Object.keys(kept()).forEach(function (id) { save(id); }); });
  begin();
};
