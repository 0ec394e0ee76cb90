/* The passport: asking the registry once the page stands, changing entries without leaving it, and giving a badge's link to others. */
window.MaslakPassport = function (runtime, element) {
  "use strict";
  var frame = window.MaslakFrame, touched = false, busy = false;

  function $(selector) { return root.querySelector(selector); }
  function $$(selector) { return Array.prototype.slice.call(root.querySelectorAll(selector)); }
  function say(text) { var note = $("[data-note]"); if (note) note.textContent = text; }
  function words(name) { return $("[data-note]").dataset[name]; }

  function fit() {
    touched = false;
    $$("[data-copy]").forEach(function (button) { button.hidden = false; });
    $$("[data-send]").forEach(function (button) { button.hidden = !navigator.share; });
  }
  function opened() { return $$("[data-passport] details[open]").map(function (node) { return $$("[data-passport] details").indexOf(node); }); }

  /* What the learner began to read stays where it is: then only the line that tells the date is changed. */
  function show(data, whole) {
    var place = $("[data-passport]"), fresh = document.createElement("div");
    fresh.innerHTML = data.html;
    if (whole) { place.innerHTML = data.html; fit(); }
    else $("[data-source]").replaceWith(fresh.querySelector("[data-source]"));
  }
  function send(form, payload, then) {
    if (busy) return;
    busy = true;
    frame.post(root.dataset[form.replace(/_(.)/g, function (m, c) { return c.toUpperCase(); }) + "Url"], payload).then(function (answer) {
      busy = false;
      if (answer.status === 200) then(answer.data);
      else say(answer.data.title || words("away"));
    }, function () { busy = false; say(words("away")); });
  }
  function refresh(asked) {
    if (asked) say(words("asking"));
    send("refresh", {}, function (data) {
      show(data, asked || !(touched || opened().length));
      if (!asked) return;
      say($("[data-source] p").textContent);
      $("[data-source] button").focus();
    });
  }
  function change(name, item) {
    send(name, { item: item }, function (data) {
      show(data, true);
      say(data.note);
      var next = name === "hide_item" ? $("[data-hidden] summary") : $(".mk-part h3");
      if (next) next.focus();
    });
  }
  function copy(field) {
    field.select();
    var done = function () { say(words("copied")); }, failed = function () { say(words("select")); };
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(done, failed);
    else if (document.execCommand && document.execCommand("copy")) done();
    else failed();
  }

  var root = frame.open(element, function () { fit(); });
  root.addEventListener("submit", function (event) {
    var form = event.target, name = form.dataset.handler;
    if (["refresh", "hide_item", "show_item"].indexOf(name) < 0) return;
    event.preventDefault();
    if (name === "refresh") refresh(true);
    else change(name, form.querySelector('[name="item"]').value);
  });
  root.addEventListener("click", function (event) {
    var star = event.target.closest("a.mk-s"), button = event.target.closest("[data-copy],[data-send]");
    touched = true;
    if (star) {
      var line = document.getElementById(star.getAttribute("href").slice(1));
      if (!line) return;
      event.preventDefault();
      line.closest("details").open = true;
      line.focus();
      line.scrollIntoView({ block: "nearest" });
    } else if (button && "send" in button.dataset) {
      navigator.share({ title: button.dataset.title, url: button.dataset.send }).catch(function () { /* the learner thought better of it */ });
    } else if (button) copy(button.closest(".mk-share").querySelector("input"));
  });
  root.addEventListener("focusin", function (event) { if (event.target.closest("[data-passport]")) touched = true; });
  fit();
  var source = $("[data-source]");
  if (source && !("fresh" in source.dataset)) refresh(false);
};
