/* The lab: answers and hints without leaving the page, and on a phone a table that can be filtered, sorted and added up. */
window.MaslakLab = function (runtime, element) {
  "use strict";
  var frame = window.MaslakFrame, busy = false, LARGEST = 256 * 1024;

  function $(selector, from) { return (from || root).querySelector(selector); }
  function $$(selector, from) { return Array.prototype.slice.call((from || root).querySelectorAll(selector)); }
  function word(which) { var node = $("[data-words]"); return node ? node.dataset[which] : ""; }
  function alertUser(text) { var node = $("[data-words]"); if (node) node.textContent = text || ""; }
  function task(id) { return $$(".mk-task").find(function (node) { return node.dataset.task === id; }); }
  function note(id, text, waiting) {
    var node = task(id) && $("[data-note]", task(id));
    if (!node) return alertUser(text);
    node.textContent = text;
    node.classList.toggle("mk-waiting", !!waiting);
  }
  function value(form, name) { var field = $('[name="' + name + '"]', form); return field ? field.value : ""; }

  function number() { return Number($(".mk-tasks").dataset.attempt); }

  /* What is drawn anew by the server keeps the live region that a screen reader already knows. */
  function swap(id, html) {
    var old = task(id), holder = document.createElement("ol");
    holder.innerHTML = html;
    var fresh = holder.firstElementChild, live = $("[data-note]", old), text = $("[data-note]", fresh).textContent;
    while (old.firstChild !== live) old.firstChild.remove();
    while (fresh.firstChild && !("note" in fresh.firstChild.dataset)) old.insertBefore(fresh.firstChild, live);
    note(id, text);
  }
  function show(id, data) {
    Object.keys(data.html.tasks).forEach(function (each) { swap(each, data.html.tasks[each]); });
    $("[data-track]").innerHTML = data.html.track;
    $("[data-result]").innerHTML = data.html.result;
    $("[data-end]").innerHTML = data.html.end;
    if (!data.attempt.finished) return;
    if ($("[data-clock]")) $("[data-clock]").remove();
    root.dispatchEvent(new CustomEvent("maslak:complete", { bubbles: true, detail: { ratings: data.ratings } }));
  }
  function whole(data, kept) {
    root.innerHTML = data.html;
    redraw(kept);
  }
  function refresh(text) {
    frame.post(root.dataset.setLanguageUrl, { language: root.lang }).then(function (answer) {
      if (answer.status !== 200) return;
      if (answer.data.html.indexOf('class="mk-result') >= 0) ended({ revision: answer.data.revision, html: answer.data.html, attempt: { finished: true } });
      else {
        root.dataset.revision = answer.data.revision;
        whole(answer.data, redraw.before());
      }
      alertUser(text);
    }, function () { alertUser(text); });
  }

  /* Sends once, and once more where another window moved the state on; what was written stays in its field. */
  function send(url, payload, id, then, again) {
    busy = true;
    var sent = Object.assign({ revision: Number(root.dataset.revision) }, payload);
    frame.post(root.dataset[url], sent).then(function (answer) {
      var data = answer.data;
      busy = false;
      if (data.revision !== undefined) root.dataset.revision = data.revision;
      if (answer.status === 401) return note(id, word("signin"), true);
      if (data.code === "stale_revision" && !again) return send(url, payload, id, then, true);
      if (["attempt_over", "time_over", "attempt_running", "stale_revision", "unknown_item", "no_try_left"].indexOf(data.code) >= 0) return refresh(data.title);
      if (answer.status !== 200) return note(id, data.title, true);
      alertUser("");
      then(data);
    }, function () { busy = false; note(id, word("phone"), true); });
  }
  /* Gives what was written or chosen; nothing where there is nothing, or only what cannot be sent. */
  function given(form) {
    var id = value(form, "task"), field = $('[name="response"]', form), file = field.files && field.files[0];
    if (field.type !== "file") return Promise.resolve(field.value.trim());
    if (file && file.size > LARGEST) note(id, word("large"), true);
    if (!file || file.size > LARGEST) return Promise.resolve(file && null);
    return new Promise(function (resolve) {
      var reader = new FileReader();
      reader.onload = function () { resolve({ name: file.name, content: String(reader.result).split(",")[1] || "" }); };
      reader.onerror = function () { resolve(""); };
      reader.readAsDataURL(file);
    });
  }
  function payload(form, response) {
    return { attempt: number(), task: value(form, "task"), language: root.lang, idempotency_key: frame.key(), response: response };
  }
  function answer(form) {
    var id = value(form, "task");
    given(form).then(function (response) {
      if (!response) return response === null || note(id, word("empty"), true);
      note(id, word("sending"));
      send("answerUrl", payload(form, response), id, function (data) {
        show(id, data);
        ($("[data-feedback]", task(id)) || $("h4", task(id))).focus();
      });
    });
  }

  /* What was written or chosen after the last answer, and not sent. */
  function unsent() {
    return $$('.mk-task form[data-handler="answer"]').filter(function (form) {
      var field = $('[name="response"]', form);
      return field.type === "file" ? field.files.length : field.value.trim() && field.value !== field.defaultValue;
    });
  }
  /* At the end of the time all of it is sent, one after the other; it rejects when somebody is away. */
  function sendAll() {
    return unsent().reduce(function (before, form) {
      return before.then(function () { return given(form); }).then(function (response) {
        if (!response) return;
        form.sent = form.sent || payload(form, response);
        return deliver(form.sent, false);
      });
    }, Promise.resolve());
  }
  function deliver(sent, again) {
    return frame.post(root.dataset.answerUrl, Object.assign({ revision: Number(root.dataset.revision) }, sent)).then(function (answer) {
      var data = answer.data;
      if (data.revision !== undefined) root.dataset.revision = data.revision;
      if (data.code === "stale_revision" && !again) return deliver(sent, true);
      if (answer.status === 200) show(sent.task, data);
    });
  }
  function ended(data) {
    var left = unsent().map(function (form) {
      var field = $('[name="response"]', form);
      return [value(form, "task"), field.files ? field.files[0].name : field.value];
    });
    root.dataset.revision = data.revision;
    whole(data);
    if (!data.attempt.finished) return left.forEach(function (pair) { var old = field(task(pair[0])); if (old) old.value = pair[1]; });
    left.forEach(function (pair) { note(pair[0], word("late").replace("{answer}", function () { return "\u2068" + pair[1] + "\u2069"; }), true); });
    if ($(".mk-result")) $(".mk-result").focus();
    root.dispatchEvent(new CustomEvent("maslak:complete", { bubbles: true, detail: {} }));
  }
  function hint(form) {
    var id = value(form, "task");
    send("hintUrl", { attempt: number(), task: id, hint: value(form, "hint") }, id, function (data) {
      var written = $('[name="response"]', task(id)), kept = written && written.type !== "file" ? written.value : "";
      show(id, data);
      written = $('[name="response"]', task(id));
      if (written && written.type !== "file") written.value = kept;
      var shown = $$(".mk-shown li", task(id)).pop();
      if (shown) { shown.tabIndex = -1; shown.focus(); }
    });
  }
  function begin(form) {
    send("beginAttemptUrl", { idempotency_key: value(form, "idempotency_key") }, "", function (data) {
      whole(data);
      var target = $(".mk-data h3");
      if (!target) return;
      target.tabIndex = -1;
      target.focus();
    });
  }
  /* What was written and not sent is handed in too. */
  function handIn(form) {
    busy = true;
    sendAll().then(function () {
      send("finishUrl", { attempt: number(), idempotency_key: value(form, "idempotency_key") }, "", ended);
    }, function () { busy = false; alertUser(word("phone")); });
  }

  /* The table of a phone: rows that hold a word, in an order, counted and added up. */
  function table() {
    var box = $("[data-table]"), tools = box && $("[data-filter]", box);
    if (!tools) return;
    var body = $("tbody", box), rows = $$("tr", body), heads = $$("thead th", box), tally = $("[data-tally]", box);
    tools.hidden = false;
    function text(row, column) {
      var cell = row.cells[column];
      return (cell.dataset.value || cell.textContent).trim();
    }
    function update() {
      var wanted = $("[data-word]", tools).value.trim().toLowerCase(), column = $("[data-column]", tools).value, order = $("[data-order]", tools).value;
      var sorted = rows.slice();
      if (order !== "") {
        var numeric = heads[order].dataset.kind === "number";
        sorted.sort(function (a, b) {
          var x = text(a, order), y = text(b, order);
          return numeric ? Number(x) - Number(y) : x.localeCompare(y);
        });
      }
      var shown = sorted.filter(function (row) {
        var places = column === "" ? heads.map(function (head, place) { return place; }) : [Number(column)];
        var hit = !wanted || places.some(function (place) {
          return row.cells[place].textContent.toLowerCase().indexOf(wanted) >= 0 || text(row, place).toLowerCase() === wanted;
        });
        row.hidden = !hit;
        return hit;
      });
      body.append.apply(body, sorted);
      var parts = [tally.dataset.count.replace("{shown}", shown.length).replace("{total}", rows.length)];
      heads.forEach(function (head, place) {
        if (head.dataset.kind !== "number") return;
        /* Hundredths are added as whole numbers, so that no amount is off by a rounding of the machine. */
        var sum = shown.reduce(function (total, row) { return total + Math.round(Number(text(row, place)) * 100); }, 0) / 100;
        var lang = root.lang === "en" ? "en" : root.lang === "ar" ? "ar-MA" : "fr";
        var written = sum.toLocaleString(lang, { useGrouping: false, numberingSystem: "latn" });
        parts.push(tally.dataset.sum.replace("{column}", "\u2066" + head.textContent + "\u2069").replace("{sum}", "\u2066" + written + "\u2069"));
      });
      tally.textContent = parts.join(" · ");
    }
    $$("input,select", tools).forEach(function (field) { field.addEventListener("input", update); });
    update();
  }

  function field(node) { return $('input[name="response"]:not([type="file"])', node); }
  function redraw(kept) {
    Object.keys(kept || {}).forEach(function (id) { var old = task(id) && field(task(id)); if (old) old.value = kept[id]; });
    table();
    clock.look();
  }
  /* What was written but not yet sent survives a change of language, and news from another window. */
  redraw.before = function () {
    var kept = {};
    $$(".mk-task").forEach(function (node) {
      var written = field(node);
      if (written && written.value !== written.defaultValue) kept[node.dataset.task] = written.value;
    });
    return kept;
  };

  var root = frame.open(element, redraw), clock = window.MaslakTimer(root, { send: sendAll, show: ended, unsent: function (then) { unsent().forEach(then); } });
  root.addEventListener("submit", function (event) {
    var form = event.target, name = form.dataset.handler;
    var act = { answer: answer, hint: hint, begin_attempt: begin, finish: handIn }[name];
    if (!act) return;
    event.preventDefault();
    if (!busy) act(form);
  });
  redraw();
};
