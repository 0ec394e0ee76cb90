/* Talking to the server, and changing the language without losing the place. */
(function () {
  "use strict";
  if (window.MaslakFrame) return;

  function token() {
    var meta = document.querySelector('meta[name="csrf-token"]');
    var cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return meta ? meta.content : cookie ? decodeURIComponent(cookie[1]) : "";
  }

  /* Rejects when nobody answered: nothing counts as received that was not. */
  function post(url, payload) {
    var isForm = payload instanceof FormData, headers = { Accept: "application/json", "X-CSRFToken": token() };
    if (isForm) payload.set("answer", "json"); else headers["Content-Type"] = "application/json";
    return fetch(url, {
      method: "POST",
      credentials: "same-origin",
      headers: headers,
      body: isForm ? payload : JSON.stringify(payload)
    }).then(function (response) {
      var type = response.headers.get("Content-Type") || "";
      if (response.status >= 500 || response.status === 429 && !/problem/.test(type)) throw new Error("away");
      if (response.redirected || response.status === 401 || !/json/.test(type)) return { status: 401, data: {} };
      return response.json().then(function (data) { return { status: response.status, data: data }; });
    });
  }

  function key() {
    var bytes = crypto.getRandomValues(new Uint8Array(12));
    return Array.from(bytes, function (b) { return (b + 256).toString(16).slice(1); }).join("");
  }

  /* The place in the text, by its number: the same in every language. */
  function anchors(root) { return root.querySelectorAll("[data-text] > *, [data-text] > section > *"); }
  function place(root) {
    var all = anchors(root), found = -1;
    for (var i = 0; i < all.length && all[i].getBoundingClientRect().top <= 96; i++) found = i;
    return found < 0 ? null : { index: found, count: all.length, top: all[found].getBoundingClientRect().top };
  }
  function restore(root, was) {
    var all = was && anchors(root);
    if (!all || !all.length) return;
    var node = all[was.count === all.length ? was.index : Math.round(was.index * all.length / was.count)];
    if (node) window.scrollBy(0, node.getBoundingClientRect().top - was.top);
  }

  function open(element, redraw) {
    var outer = element && element.jquery ? element[0] : element;
    var root = outer.matches(".mk") ? outer : outer.querySelector(".mk");
    root.addEventListener("submit", function (event) {
      var form = event.target, button = event.submitter;
      if (form.dataset.handler !== "set_language" || !button) return;
      event.preventDefault();
      var was = place(root);
      post(root.dataset.setLanguageUrl, { language: button.value }).then(function (answer) {
        if (answer.status !== 200) return form.submit();
        var kept = redraw.before && redraw.before();
        root.innerHTML = answer.data.html;
        root.lang = answer.data.language;
        root.dir = answer.data.language === "ar" ? "rtl" : "ltr";
        redraw(kept);
        restore(root, was);
        var again = root.querySelector('.mk-lang[value="' + answer.data.language + '"]');
        if (again) again.focus({ preventScroll: true });
        root.dispatchEvent(new CustomEvent("maslak:language", { bubbles: true, detail: { language: answer.data.language } }));
      }, function () { /* away */ });
    });
    return root;
  }

  window.MaslakFrame = { post: post, key: key, token: token, open: open };
})();
