/* The logbook: what is written stays on this phone until the server has it, and is sent again when there is a network. */
window.MaslakLogbook = function (runtime, element) {
  "use strict";
  var frame = window.MaslakFrame, ours = ["add_entry", "correct_entry", "agree", "save_synthesis", "submit_synthesis"];
  var busy = false, wait = 5000, timer = 0, memory = {};

  function $(selector, from) { return (from || root).querySelector(selector); }
  function $$(selector, from) { return Array.prototype.slice.call((from || root).querySelectorAll(selector)); }
  function say(text) { var note = $("[data-note]"); if (note) note.textContent = text; }
  function words(name) { return $("[data-note]").dataset[name]; }
  function url(handler) { return root.dataset[handler.replace(/_(.)/g, function (m, c) { return c.toUpperCase(); }) + "Url"]; }
  function drafts() { return $$("form[data-draft]"); }
  function name(form) { return form.dataset.draft; }

  /* What is kept on this phone, by the name of its form: its fields, and whether it was sent and waits for an answer. */
  function kept(next) {
    var place = "maslak:logbook:" + root.dataset.store;
    try {
      if (next === undefined) return memory = JSON.parse(localStorage.getItem(place)) || {};
      memory = next;
      if (Object.keys(next).length) localStorage.setItem(place, JSON.stringify(next)); else localStorage.removeItem(place);
    } catch (error) { /* a browser without storage keeps it as long as the page */ }
    return memory;
  }
  function keep(form, change) {
    var all = kept(), key = name(form);
    if (change === null) delete all[key]; else all[key] = Object.assign(all[key] || {}, change);
    kept(all);
  }
  function fields(form) {
    return $$("[name]", form).filter(function (node) {
      return !/^(hidden|file|submit)$/.test(node.type) || node.name === "request_key" || node.name === "revision";
    });
  }
  function gather(form) {
    var found = {};
    fields(form).forEach(function (node) { found[node.name] = node.type === "checkbox" ? node.checked : node.value; });
    return found;
  }
  function fill(form, values) {
    fields(form).forEach(function (node) {
      if (!(node.name in values)) return;
      if (node.type === "checkbox") { if (!node.disabled) node.checked = values[node.name]; } else node.value = values[node.name];
    });
    var more = $(".mk-evidence", form);
    if (more && values.link) more.open = true;
  }
  function state(form, text, isCare) {
    var line = $("[data-kept]", form);
    if (!line) return say(text);
    line.textContent = text;
    line.classList.toggle("mk-waiting", !!isCare);
  }

  function restore() {
    var all = kept();
    drafts().forEach(function (form) {
      var known = all[name(form)], other = $("[data-other-text]", form);
      if (!known) return;
      /* The server has a newer text than the one this phone began from: show both, overwrite neither. */
      if (other && form.dataset.revision !== known.values.revision && known.values.text !== $("textarea", form).value) { other.hidden = false; return; }
      fill(form, known.values);
      var outer = form.closest(".mk-correct-entry");
      if (outer) outer.open = true;
      state(form, known.sent ? words("waiting") : words("here"), known.sent);
    });
  }

  function check(form) {
    var file = $('input[type="file"]', form);
    if (file && file.files[0] && file.files[0].size > Number(file.dataset.cap)) { state(form, words("tooLarge"), true); file.focus(); return false; }
    return true;
  }
  /* Only a plain text can be sent again by itself: a browser gives a file to nobody after the page was left. */
  function send(form, handler, byHand) {
    if (busy || !check(form)) return;
    busy = true;
    clearTimeout(timer);
    var data = new FormData(form), file = $('input[type="file"]', form), hasFile = !!(file && file.files[0]), isDraft = "draft" in form.dataset;
    data.set("parts", "yes");
    if (isDraft) { keep(form, { values: gather(form), sent: hasFile ? "" : handler }); state(form, words("sending")); }
    frame.post(url(handler), data).then(function (answer) {
      busy = false;
      wait = 5000;
      if (answer.status === 200) return received(form, answer.data, byHand, handler);
      if (isDraft) keep(form, { sent: "" });
      if (answer.status === 401) return state(form, words("signedOut"), true);
      refused(form, answer.data);
    }, function () {
      busy = false;
      state(form, isDraft ? words(hasFile ? "fileAgain" : "waiting") : words("away"), true);
      if (isDraft && !hasFile) later();
    });
  }
  function refused(form, problem) {
    var field = problem.field && $('[name="' + problem.field + '"]', form), key = $('[name="request_key"]', form);
    /* The first text was received: what stands here now is something else and must not travel under its name. */
    if (problem.code === "key_reused" && key) key.value = frame.key();
    state(form, problem.title || words("away"), true);
    if (field) { var more = field.closest("details"); if (more) more.open = true; field.focus(); }
  }
  function later() {
    clearTimeout(timer);
    timer = setTimeout(resend, wait);
    wait = Math.min(wait * 2, 120000);
  }
  function resend() {
    var all = kept();
    var form = drafts().find(function (each) { return all[name(each)] && all[name(each)].sent; });
    if (form) send(form, all[name(form)].sent, false);
  }
  /* What an entry changed comes in parts; a page that is too old to have a place for each of them is loaded again. */
  function set(data) {
    if (!data.parts) { $("[data-logbook]").innerHTML = data.html; return true; }
    function at(part) { return $('[data-part="' + part + '"]'); }
    var names = Object.keys(data.parts);
    if (!names.every(at)) { location.reload(); return false; }
    names.forEach(function (part) { at(part).outerHTML = data.parts[part]; });
    return true;
  }
  /* The news is said where the learner looks: beside the form where it stays, else above, in a line that stays in sight. */
  function received(form, data, byHand, handler) {
    var key = form.dataset.draft, place = form.closest("[id]"), again, target;
    if (key) keep(form, null);
    var open = $$("[data-logbook] details[open]").map(path).filter(Boolean);
    if (!set(data)) return;
    open.forEach(function (at) { var node = find(at); if (node) node.open = true; });
    restore();
    again = handler === "save_synthesis" && drafts().find(function (each) { return name(each) === key; });
    if (again) state(again, data.note); else say(data.note);
    if (byHand) {
      target = again ? $("button:not([type])", again) : place && document.getElementById(place.id);
      target = again ? target : target && $("h3", target) || $("[data-note]");
      target.focus({ preventScroll: !again && target !== $("[data-note]") });
    }
    resend();
  }
  /* What was folded open stays open: it is found again by its place among the others of its entry or section. */
  function path(node) {
    var home = node.closest("[data-entry]") || node.closest("section[id]");
    if (!home || node.classList.contains("mk-correct-entry")) return null;
    return { entry: home.dataset.entry, id: home.id, number: $$("details", home).indexOf(node) };
  }
  function find(at) {
    var home = at.entry ? $$("[data-entry]").find(function (node) { return node.dataset.entry === at.entry; }) : document.getElementById(at.id);
    return home && $$("details", home)[at.number];
  }

  function redraw() { restore(); }
  redraw.before = function () { drafts().forEach(function (form) { if (kept()[name(form)]) keep(form, { values: gather(form) }); }); };

  var root = frame.open(element, redraw);
  root.addEventListener("input", function (event) {
    var form = event.target.closest("form[data-draft]");
    if (!form || event.target.type === "file") return;
    keep(form, { values: gather(form), sent: "" });
    state(form, words("here"));
    say("");
  });
  root.addEventListener("submit", function (event) {
    var form = event.target, handler = form.dataset.handler;
    if (ours.indexOf(handler) < 0) return;
    event.preventDefault();
    if (event.submitter && event.submitter.dataset.as) handler = event.submitter.dataset.as;
    send(form, handler, true);
  });
  root.addEventListener("click", function (event) {
    var button = event.target.closest("[data-other]"), form = button && button.closest("form");
    if (!button) return;
    if (button.dataset.other === "use") {
      var text = kept()[name(form)].values.text;
      $("textarea", form).value = text;
      keep(form, { values: gather(form), sent: "" });
      state(form, words("here"));
    } else keep(form, null);
    $("[data-other-text]", form).hidden = true;
    $("textarea", form).focus();
  });
  window.addEventListener("online", function () { wait = 5000; resend(); });
  restore();
  resend();
};
