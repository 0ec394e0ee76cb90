/* The diagnostic: one question at a time. An answer stays on this phone until the server has it, then the next question comes. */
window.MaslakDiagnostic = function (runtime, element) {
  "use strict";
  var frame = window.MaslakFrame, busy = false, wait = 4000, timer = 0, memory = null;

  function $(selector) { return root.querySelector(selector); }
  function word(name) { return $("[data-note]").dataset[name]; }
  function say(text, care) {
    var note = $("[data-note]");
    note.textContent = text || "";
    note.classList.toggle("mk-waiting", !!care);
  }
  /* One answer waits at the most: the next question is not known before it arrived. */
  function waiting(next) {
    try {
      if (next === undefined) memory = JSON.parse(localStorage.getItem(name)) || memory;
      else if (next) localStorage.setItem(name, JSON.stringify(next));
      else localStorage.removeItem(name);
    } catch (error) { /* a browser without storage still sends at once */ }
    if (next !== undefined) memory = next;
    return memory;
  }
  function question() { return $(".mk-question"); }
  function lock(on) { Array.prototype.forEach.call(root.querySelectorAll(".mk-question button"), function (button) { button.disabled = on; }); }

  function show(data) {
    root.dataset.revision = data.revision;
    $("[data-diagnostic]").innerHTML = data.html;
    say("");
    var target = $("legend") || $("[data-end]");
    if (target) {
      /* Firefox focuses no legend before it was laid out. */
      root.scrollIntoView({ block: "start" });
      target.focus({ preventScroll: true });
    }
    if (data.phase === "result") root.dispatchEvent(new CustomEvent("maslak:complete", { bubbles: true }));
  }
  function refresh(text) {
    frame.post(root.dataset.setLanguageUrl, { language: root.lang }).then(function (answer) {
      if (answer.status !== 200) return;
      root.dataset.revision = answer.data.revision;
      root.innerHTML = answer.data.html;
      say(text, true);
    }, function () { say(text, true); });
  }

  function given(form) {
    var number = form.querySelector('[name="response"][type="text"]'), chosen = form.querySelector('[name="response"]:checked');
    return number ? number.value.trim() : chosen ? chosen.value : "";
  }
  function answer(form, button) {
    var unknown = !!button && button.value === "yes", response = unknown ? "" : given(form);
    if (!unknown && !response) return say(word("empty"), true);
    var item = form.dataset.item, known = waiting();
    if (!known || known.item !== item || known.response !== response || known.unknown !== unknown) {
      waiting({ item: item, response: response, unknown: unknown, language: root.lang, idempotency_key: frame.key() });
    }
    say(word("sending"));
    send();
  }
  function send() {
    var entry = waiting();
    if (busy || !entry) return;
    busy = true;
    clearTimeout(timer);
    lock(true);
    frame.post(root.dataset.answerUrl, Object.assign({ revision: Number(root.dataset.revision) }, entry)).then(function (reply) {
      busy = false;
      lock(false);
      if (reply.status === 401) return say(word("signin"), true);
      waiting(null);
      wait = 4000;
      if (reply.status === 200) return show(reply.data);
      if (reply.status === 400) return say(reply.data.title, true);
      refresh(reply.data.title);
    }, function () {
      busy = false;
      lock(false);
      say(word("phone"), true);
      timer = setTimeout(send, wait);
      wait = Math.min(wait * 2, 60000);
    });
  }
  function begin(form) {
    var button = form.querySelector("button");
    button.disabled = true;
    var payload = { revision: Number(root.dataset.revision), idempotency_key: form.querySelector('[name="idempotency_key"]').value };
    frame.post(root.dataset.beginAttemptUrl, payload).then(function (reply) {
      button.disabled = false;
      if (reply.status === 200) return show(reply.data);
      if (reply.status === 401) return form.submit();
      refresh(reply.data.title);
    }, function () { button.disabled = false; say(word("away"), true); });
  }

  /* What was chosen but not yet sent survives a change of language: options keep their names. */
  function redraw(kept) {
    var form = question();
    if (!kept || !form || form.dataset.item !== kept.item) return;
    Array.prototype.forEach.call(form.querySelectorAll('[name="response"]'), function (field) {
      if (field.type === "text") field.value = kept.response;
      else field.checked = field.value === kept.response;
    });
  }
  redraw.before = function () {
    var form = question();
    return form && { item: form.dataset.item, response: given(form) };
  };

  var root = frame.open(element, redraw), name = "maslak:diagnostic:" + root.dataset.store;
  root.addEventListener("submit", function (event) {
    var handler = event.target.dataset.handler;
    if (handler !== "answer" && handler !== "begin_attempt") return;
    event.preventDefault();
    if (handler === "answer") answer(event.target, event.submitter); else begin(event.target);
  });
  window.addEventListener("online", send);
  /* What waited while the page was away belongs to the question that is still open; else the server had it. */
  var left = waiting();
  if (left && question() && question().dataset.item === left.item) {
    redraw(left);
    send();
  } else if (left) waiting(null);
};
