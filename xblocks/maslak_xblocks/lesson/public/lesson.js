/* The lesson reports how far it was really read: by the part that was on the screen, never by a click alone. */
window.MaslakLesson = function (runtime, element) {
  "use strict";
  var frame = window.MaslakFrame, furthest = 0, sent = 0, timer = 0, watch = null;

  function look() {
    if (watch) watch.disconnect();
    var parts = Array.prototype.slice.call(root.querySelectorAll("[data-text] > *, [data-text] > section > *"));
    var form = root.querySelector(".mk-read-form");
    if (!parts.length || !form || form.hidden) return;
    form.hidden = "IntersectionObserver" in window;
    if (!form.hidden) return;
    var ends = [];
    watch = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        furthest = Math.max(furthest, (ends.indexOf(entry.target) + 1) / ends.length);
      });
      report();
    });
    /* The end of a part is watched, not its beginning: a long part is read when its end was seen. */
    parts.forEach(function (part) {
      var end = document.createElement("i");
      end.className = "mk-mile";
      end.setAttribute("aria-hidden", "true");
      part.after(end);
      ends.push(end);
    });
    ends.forEach(function (end) { watch.observe(end); });
  }

  function report() {
    if (timer || sent >= 1 || (sent && furthest <= sent)) return;
    timer = setTimeout(function () {
      timer = 0;
      var claimed = furthest;
      frame.post(root.dataset.readUrl, { fraction: claimed }).then(function (answer) {
        if (answer.status !== 200) return;
        sent = answer.data.fraction;
        if (answer.data.complete) return done();
        if (answer.data.retry_after) later(answer.data.retry_after * 1000 + 300);
        else report();
      }, function () { later(10000); });
    }, 700);
  }
  function later(wait) { setTimeout(report, wait); }

  function done() {
    sent = 1;
    root.querySelectorAll("[data-done]").forEach(function (node) { node.hidden = false; });
    root.dispatchEvent(new CustomEvent("maslak:complete", { bubbles: true }));
  }

  /* Terms of the glossary: each link to the list becomes a button that opens the entry beside the word. */
  var pop = null, opener = null;
  function dress() {
    root.querySelectorAll("a.mk-term").forEach(function (link) {
      link.setAttribute("role", "button");
      link.setAttribute("aria-haspopup", "dialog");
      link.setAttribute("aria-expanded", "false");
    });
  }
  function show(link) {
    var list = root.querySelector("[data-glossary]"), entry = list && list.querySelector('[data-entry="' + link.dataset.term + '"]');
    hide();
    if (!entry) return;
    opener = link;
    pop = document.createElement("div");
    pop.className = "mk-pop";
    pop.tabIndex = -1;
    pop.setAttribute("role", "dialog");
    var text = pop.appendChild(document.createElement("dl")).appendChild(entry.cloneNode(true)), close = document.createElement("button");
    text.removeAttribute("id");
    ["dt", "dd"].forEach(function (name, index) {
      var node = text.querySelector(name);
      node.id = entry.id + "-" + name;
      pop.setAttribute(index ? "aria-describedby" : "aria-labelledby", node.id);
    });
    close.type = "button";
    close.className = "mk-pop-close";
    close.textContent = list.dataset.close;
    pop.append(close);
    /* Behind its word, so that the keyboard goes on from there. */
    link.closest("dfn").after(pop);
    link.setAttribute("aria-expanded", "true");
    settle();
    pop.focus({ preventScroll: true });
  }
  /* Under the word where there is room, else over it, and never beyond the page's column. */
  function settle() {
    if (!pop) return;
    var lines = opener.getClientRects(), word = lines[lines.length - 1], page = root.getBoundingClientRect();
    var below = word.bottom + 6, above = lines[0].top - 6 - pop.offsetHeight;
    var top = below + pop.offsetHeight > window.innerHeight && above > 60 ? above : below;
    pop.style.top = top - page.top + "px";
    pop.style.left = Math.max(8, Math.min((root.dir === "rtl" ? word.right - pop.offsetWidth : word.left) - page.left, page.width - pop.offsetWidth - 8)) + "px";
  }
  function hide(back) {
    var was = opener, open = pop;
    pop = opener = null;
    if (!open) return;
    open.remove();
    was.setAttribute("aria-expanded", "false");
    if (back) was.focus({ preventScroll: true });
  }
  function term(event) { return event.target.closest && event.target.closest("a.mk-term"); }

  var root = frame.open(element, function () { hide(); dress(); look(); });
  root.addEventListener("click", function (event) {
    var link = term(event);
    if (link) { event.preventDefault(); if (link === opener) hide(true); else show(link); }
    else if (event.target.closest(".mk-pop-close")) hide(true);
  });
  /* A finger that stays on a word asks for its meaning, not for the browser's menu. */
  root.addEventListener("contextmenu", function (event) {
    var link = term(event);
    if (link && event.pointerType === "touch") { event.preventDefault(); show(link); }
  });
  root.addEventListener("keydown", function (event) {
    if (event.key === " " && term(event)) { event.preventDefault(); event.target.click(); }
    if (event.key === "Escape" && pop) { event.stopPropagation(); hide(true); }
  });
  root.addEventListener("focusout", function (event) {
    var to = event.relatedTarget;
    if (pop && to && to !== opener && !pop.contains(to)) hide();
  });
  document.addEventListener("pointerdown", function (event) {
    if (pop && !pop.contains(event.target) && term(event) !== opener) hide();
  });
  window.addEventListener("resize", settle);
  root.addEventListener("submit", function (event) {
    if (event.target.dataset.handler !== "read") return;
    event.preventDefault();
    furthest = 1;
    report();
  });
  dress();
  look();
  report();
};
