/* The end of an attempt, by the server's time. */
window.MaslakTimer = function (root, hooks) {
  "use strict";
  var frame = window.MaslakFrame, node, beat, beats, ends, ahead, asked, last, chosen, ending;

  function $(name) { return node.querySelector("[data-" + name + "]"); }
  function left() { return Math.max(0, Math.ceil((ends - Date.now() - ahead) / 1000)); }
  function say(name) { $("says").textContent = node.dataset[name]; }
  function two(number) { return (number < 10 ? ":0" : ":") + number; }
  function write(seconds) {
    var minutes = seconds / 60 | 0, hours = minutes / 60 | 0;
    return (hours ? hours + two(minutes % 60) : minutes) + two(seconds % 60);
  }

  /* More time may be given. The newest asked counts. */
  function sync() {
    var sent = asked = Date.now();
    return frame.post(root.dataset.stateUrl, {}).then(function (answer) {
      if (answer.status !== 200 || !node || sent < asked) return;
      var end = Date.parse(answer.data.ends_at) || 0, now = Date.now();
      if (end > ends) say("more");
      ends = end;
      ahead = Date.parse(answer.data.now) - (sent + now) / 2;
    });
  }
  function quietly() {
    if (node && !document.hidden) sync().then(tick, function () { /* away */ });
  }
  function tick() {
    look();
    if (!node || ending) return;
    var now = left(), warning = [1, 5, 10].find(function (minutes) { return now <= minutes * 60 && last > minutes * 60; });
    $("left").textContent = write(now);
    if (now && warning) say("at-" + warning);
    last = now;
    if (!now) finish();
  }

  /* Tries again as long as nobody answers. */
  function finish() {
    ending = true;
    sync().then(function () {
      if (left()) return ending = false;
      $("until").hidden = $("count").hidden = $("toggle").hidden = true;
      say("over");
      root.querySelectorAll("fieldset,.mk-field input").forEach(function (field) { field.disabled = true; });
      /* What another window sends may be on the way. */
      return hooks.send().then(function () { return new Promise(function (go) { setTimeout(go, ends && 3000); }); })
        .then(function () { return frame.post(root.dataset.timeUpUrl, {}); })
        .then(function (answer) {
          if (answer.status !== 200) return say("signin");
          ending = false;
          hooks.show(answer.data);
        });
    }).catch(function () {
      if (!node) return;
      say("away");
      setTimeout(finish, 3000);
    });
  }

  function store(value) {
    try {
      chosen = value || localStorage.getItem("maslak:clock");
      if (value) localStorage.setItem("maslak:clock", value);
    } catch (error) { /* no storage */ }
    return chosen;
  }
  function show() {
    var hidden = $("count").hidden = store() === "hidden";
    $("toggle").textContent = node.dataset[hidden ? "show" : "hide"];
    $("toggle").hidden = false;
  }
  function look() {
    var found = root.querySelector("[data-clock]");
    if (found === node) return;
    clearInterval(beat);
    node = found;
    if (!node) return;
    ends = Date.parse(node.dataset.ends);
    ahead = Date.parse(node.dataset.now) - Date.now();
    last = left();
    beats = 0;
    show();
    beat = setInterval(function () { if (++beats % 60) tick(); else quietly(); }, 1000);
    quietly();
    tick();
  }
  /* Handing in asks once; Escape goes back. */
  function back(event) {
    var asks = event.target.closest(".mk-finish");
    if (!asks || event.key && event.key !== "Escape") return;
    asks.open = false;
    asks.firstChild.focus();
  }
  root.addEventListener("toggle", function (event) {
    var form = event.target.closest(".mk-finish[open]") && event.target.lastChild;
    if (!form) return;
    var told = form.querySelector("[data-unsent]");
    told.hidden = true;
    hooks.unsent(function () { told.hidden = false; });
    form.querySelector("[data-back]").hidden = false;
    told.parentNode.focus();
  }, true);
  root.addEventListener("keydown", back);
  root.addEventListener("click", function (event) {
    if (event.target.closest("[data-back]")) back(event);
    if (!event.target.closest("[data-toggle]")) return;
    store(store() === "hidden" ? "shown" : "hidden");
    show();
  });
  document.addEventListener("visibilitychange", quietly);
  window.addEventListener("online", quietly);
  return { look: look, ending: function () { return ending; } };
};
