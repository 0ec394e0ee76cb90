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

  var root = frame.open(element, function () { look(); });
  root.addEventListener("submit", function (event) {
    if (event.target.dataset.handler !== "read") return;
    event.preventDefault();
    furthest = 1;
    report();
  });
  look();
  report();
};
