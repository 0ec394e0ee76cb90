/* Answers are kept on this phone until the server has them; the focus goes where the news is. */
window.MaslakCheckpoint = function (runtime, element) {
  "use strict";
  var frame = window.MaslakFrame, busy = false, wait = 4000, timer = 0, here = null;

  function $(selector, from) { return (from || root).querySelector(selector); }
  function $$(selector, from) { return Array.from((from || root).querySelectorAll(selector)); }
  function card(item) { return $$(".mk-card").find(function (node) { return node.dataset.item === item; }); }
  function store(name, value) {
    try {
      if (value === undefined) return JSON.parse(localStorage.getItem(name));
      if (value === null || !value.length) localStorage.removeItem(name); else localStorage.setItem(name, JSON.stringify(value));
    } catch (error) { /* no storage */ }
    return null;
  }
  function queue(next) {
    if (next === undefined) return memory = store(name) || memory;
    memory = next;
    store(name, next);
  }
  function words() { return $("[data-words]") || document.createElement("p"); }
  function word(which) { return words().dataset[which] || ""; }
  function alertUser(text) { words().textContent = text || ""; }
  function note(item, text, waiting) {
    if (!item) return alertUser(text);
    var node = card(item) && $("[data-note]", card(item));
    if (!node) return;
    node.textContent = text;
    node.classList.toggle("mk-waiting", !!waiting);
  }

  function mode(next) {
    if (next) store("maslak:mode", [next]);
    return (store("maslak:mode") || ["one"])[0];
  }
  function lay() {
    var cards = $$(".mk-card"), one = mode() === "one" && cards.length > 1;
    if (!cards.length) return;
    var current = here && card(here) || cards.find(function (node) { return !node.dataset.answered; }) || cards[0];
    here = current.dataset.item;
    root.classList.toggle("mk-one", one);
    cards.forEach(function (node) { node.classList.toggle("mk-here", node === current); });
    $$("[data-goto]").forEach(function (node) { node.classList.toggle("mk-here", one && node.dataset.goto === here); });
    var modes = $(".mk-modes"), steps = $(".mk-steps"), at = cards.indexOf(current);
    modes.hidden = cards.length < 2;
    $$("[data-mode]").forEach(function (node) { node.setAttribute("aria-pressed", (node.dataset.mode === "one") === one); });
    steps.hidden = !one;
    steps.firstChild.hidden = !at;
    steps.lastChild.hidden = at === cards.length - 1;
    steps.lastChild.classList.toggle("mk-quiet", !current.dataset.answered);
  }
  function go(item) {
    here = item;
    lay();
    /* Laid out first: else Firefox focuses no legend. */
    card(item).scrollIntoView({ block: "nearest" });
    $("legend", card(item)).focus({ preventScroll: true });
  }

  function given(form) {
    var type = form.dataset.type, fields = $$('[name^="response"]', form);
    if (type === "numeric" || type === "text") return fields[0].value.trim();
    if (type === "ordering") return $$(".mk-step", form).map(function (step) { return step.dataset.token; });
    var chosen = fields.filter(function (field) { return field.checked || field.tagName === "SELECT" && field.value; })
      .map(function (field) { return field.value; });
    return type === "single" ? chosen[0] : chosen;
  }
  function fill(item, response) {
    var node = card(item), all = [].concat(response);
    if (!node || node.dataset.answered || !response) return;
    $$('option,[name^="response"]', node).forEach(function (field) {
      if (field.type === "text") field.value = response;
      else field.checked = field.selected = all.includes(field.value);
    });
    $$(".mk-sort", node).forEach(function (list) {
      all.forEach(function (token) {
        var step = $$(".mk-step", list).find(function (one) { return one.dataset.token === token; });
        if (step) list.append(step);
      });
    });
  }
  function lacks(form) {
    return $$(".mk-pair select", form).some(function (field) { return !field.value; }) ||
      $$(".mk-segments", form).some(function (group) { return !$(":checked", group); });
  }
  function place(step, at) {
    var list = step.parentNode, steps = $$(".mk-step", list);
    at = Math.max(0, Math.min(at, steps.length - 1));
    var item = step.closest(".mk-card").dataset.item;
    moved[item] = 1;
    if (steps[at] !== step) list.insertBefore(step, at > steps.indexOf(step) ? steps[at].nextSibling : steps[at]);
    note(item, list.dataset.moved.replace("{place}", at + 1).replace("{step}", function () { return step.dataset.name; }));
  }

  function keep(form) {
    var response = given(form), item = $('[name="item"]', form).value;
    if (!response || !response.length) return note(item, word("empty"), true);
    if (lacks(form)) return note(item, word("incomplete"), true);
    alertUser("");
    line(item, response);
    flush();
  }
  /* An entry without an item hands in, after all others. */
  function line(item, response) { push({ item: item, response: response, language: root.lang }); }
  function push(entry) {
    entry.attempt = Number($(".mk-cards").dataset.attempt);
    var text = JSON.stringify(entry), waiting = queue().filter(function (one) { return one.item !== entry.item; });
    var known = queue().find(function (one) { return JSON.stringify(Object.assign({}, one, { idempotency_key: undefined })) === text; });
    entry.idempotency_key = frame.key();
    queue(waiting.concat(known || entry).sort(function (a, b) { return !a.item - !b.item; }));
    note(entry.item, word("sending"));
  }

  function each(then) {
    $$(".mk-card:not([data-answered]) form").forEach(function (form) { then($('[name="item"]', form).value, given(form), form); });
  }
  /* Steps are an answer once one was moved. */
  function unsent(then) {
    each(function (item, response, form) {
      if (response && response.length && (form.dataset.type !== "ordering" || moved[item])) then(item, response, form);
    });
  }
  function sendAll() {
    gather();
    return drain();
  }
  function gather() { unsent(function (item, response, form) { if (!lacks(form)) line(item, response); }); }
  function drain(outcome) {
    return outcome || !queue().length ? Promise.resolve(outcome) : send(queue()[0], true).then(drain);
  }
  function whole(data) {
    var kept = redraw.before();
    root.dataset.revision = data.revision;
    root.innerHTML = data.html;
    redraw(kept);
    unsent(function (item, response, form) { if (!$(".mk-actions", form)) note(item, word("late"), true); });
  }

  function flush() {
    if (busy || !queue().length) return;
    busy = true;
    clearTimeout(timer);
    drain().then(function (outcome) {
      busy = false;
      wait = 4000;
      tell(outcome);
    }, function () {
      busy = false;
      tell("phone");
      timer = setTimeout(flush, wait);
      wait = Math.min(wait * 2, 60000);
    });
  }
  function tell(why) { queue().forEach(function (entry) { note(entry.item, word(why), true); }); }
  function send(entry, again) {
    var payload = Object.assign({ revision: Number(root.dataset.revision) }, entry);
    return frame.post(root.dataset[entry.item ? "answerUrl" : "finishUrl"], payload).then(function (answer) {
      var code = answer.data.code;
      if (answer.data.revision !== undefined) root.dataset.revision = answer.data.revision;
      if (answer.status === 401) return "signin";
      if (code === "stale_revision" && again) return send(entry, false);
      queue(queue().filter(function (left) { return left.idempotency_key !== entry.idempotency_key; }));
      if (answer.status !== 200) refused(entry.item, answer.data);
      else if (entry.item) show(entry.item, answer.data); else ended(answer.data);
    });
  }
  function refused(item, problem) {
    var codes = ["already_answered", "attempt_over", "time_over", "unknown_item", "stale_revision"];
    if (codes.includes(problem.code)) return clock.ending() || refresh(problem.title);
    note(item, problem.title, true);
  }
  function refresh(text) {
    frame.post(root.dataset.setLanguageUrl, { language: root.lang }).then(function (answer) {
      if (answer.status !== 200) return;
      whole(answer.data);
      alertUser(text);
    }, function () { alertUser(text); });
  }

  /* The live region stays. */
  function swap(item, html, text) {
    var node = card(item), holder = document.createElement("ol");
    if (!node) return;
    holder.innerHTML = html;
    $("form", node).replaceWith($("form", holder));
    if (holder.firstElementChild.dataset.answered) node.dataset.answered = "true";
    note(item, text === undefined ? $("[data-note]", holder).textContent : text);
  }
  function show(item, data) {
    swap(item, data.html.card, data.note);
    Object.keys(data.html.cards).forEach(function (other) { if (other !== item) swap(other, data.html.cards[other]); });
    $("[data-track]").innerHTML = data.html.track;
    var end = $("[data-result]"), held = end.contains(document.activeElement);
    end.innerHTML = data.html.result;
    lay();
    if (held && end.firstChild) $("summary,.mk-result,button", end).focus();
    var target = $("[data-feedback]", card(item));
    if (target && item === here) target.focus();
    if (!data.attempt.finished) return;
    $$("[data-exam],[data-clock]").forEach(function (node) { node.remove(); });
    complete(data.ratings);
  }

  function begin(form) {
    var button = $("button", form);
    button.disabled = true;
    var payload = { revision: Number(root.dataset.revision), idempotency_key: $('[name="idempotency_key"]', form).value };
    frame.post(root.dataset.beginAttemptUrl, payload).then(function (answer) {
      button.disabled = false;
      if (answer.status !== 200) return answer.status === 401 ? form.submit() : refresh(answer.data.title);
      root.innerHTML = "";
      here = null;
      moved = {};
      ended(answer.data);
      if (!$(".mk-result") && here) go(here);
    }, function () { button.disabled = false; alertUser(word("away")); });
  }

  function handIn() {
    gather();
    push({});
    flush();
  }
  function ended(data) {
    whole(data);
    var result = $(".mk-result");
    if (!result) return;
    result.focus();
    complete([]);
  }
  function complete(ratings) { root.dispatchEvent(new CustomEvent("maslak:complete", { bubbles: true, detail: { ratings: ratings } })); }
  function redraw(kept) {
    Object.keys(kept || {}).forEach(function (item) { fill(item, kept[item]); });
    lay();
    clock.look();
    queue().forEach(function (entry) { fill(entry.item, entry.response); });
    tell("phone");
  }
  /* What was not sent survives a change of language. */
  redraw.before = function () {
    var kept = {};
    each(function (item, response) { kept[item] = response; });
    return kept;
  };

  var memory = [], moved = {};
  var root = frame.open(element, redraw), name = "maslak:answers:" + root.dataset.store;
  var clock = window.MaslakTimer(root, { send: sendAll, show: ended, unsent: unsent });
  root.classList.add("mk-live");
  root.addEventListener("submit", function (event) {
    var form = event.target, handler = { answer: keep, begin_attempt: begin, finish: handIn }[form.dataset.handler];
    if (!handler) return;
    event.preventDefault();
    handler(form);
  });
  root.addEventListener("click", function (event) {
    var node = event.target.closest("[data-mode],[data-step],[data-goto],[data-move]"), step;
    if (!node) return;
    event.preventDefault();
    if (node.dataset.move) {
      step = node.closest(".mk-step");
      place(step, $$(".mk-step", step.parentNode).indexOf(step) + Number(node.dataset.move));
      return node.focus();
    }
    if (node.dataset.mode) { mode(node.dataset.mode); return lay(); }
    if (node.dataset.goto) return go(node.dataset.goto);
    var cards = $$(".mk-card");
    go(cards[cards.indexOf(card(here)) + Number(node.dataset.step)].dataset.item);
  });
  window.addEventListener("online", flush);
  redraw();
  flush();
};
