/* Starts the editor of a block, and tells its author when somebody else saved meanwhile. */
(function () {
  "use strict";
  var frame = document.getElementById("editor"), moved = document.getElementById("moved");
  var root = frame && frame.querySelector(".xblock[data-init]");
  if (!root || typeof window[root.dataset.init] !== "function") return;

  function form() { return root.querySelector(".mk-editor"); }
  function withRevision(address, number) {
    var url = new URL(address, location.href);
    url.searchParams.set("opened", number);
    return url.pathname + url.search;
  }
  function askNewest() {
    return fetch(frame.dataset.newest, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
  }
  function handlerUrl(element, name, suffix, query) {
    var url = new URL(root.dataset.handlerUrl, location.href);
    url.pathname = url.pathname.replace(/HANDLER$/, encodeURIComponent(name)) + (suffix ? "/" + suffix : "");
    new URLSearchParams(query || "").forEach(function (value, key) { url.searchParams.set(key, value); });
    return url.pathname + url.search;
  }

  /* What is saved next says which revision it was written on. */
  function standOn(newest) {
    var editor = form();
    Object.keys(editor.dataset).forEach(function (name) {
      if (/Url$/.test(name)) editor.dataset[name] = withRevision(editor.dataset[name], newest.number);
    });
    root.dataset.handlerUrl = withRevision(root.dataset.handlerUrl, newest.number);
    if (editor.dataset.base) editor.dataset.base = newest.base;
  }
  function opened() { return Number(new URL(form().dataset.saveUrl, location.href).searchParams.get("opened")); }

  /* Who saved, where the block stands and what can be done with it now: the form and whatever is being written stay. */
  function refresh() {
    return fetch(location.href, { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html");
      [".author-standing", ".author-actions"].forEach(function (name) {
        var fresh = page.querySelector(name);
        if (fresh) document.querySelector(name).replaceChildren.apply(document.querySelector(name), Array.from(fresh.childNodes));
      });
    });
  }
  function notify(name, data) {
    if (name === "save" && data.state === "end") {
      moved.hidden = true;
      askNewest().then(function (newest) { standOn(newest); return refresh(); }).catch(function () { location.reload(); });
    }
    if (name === "error") {
      askNewest().then(function (newest) {
        if (newest.number === opened()) return;
        moved.hidden = false;
        moved.focus();
      }, function () {});
    }
  }
  document.getElementById("keep-mine").addEventListener("click", function () {
    askNewest().then(function (newest) {
      standOn(newest);
      root.querySelector("[data-save]").click();
    }, function () {});
  });
  /* A frame does not show by itself that the keyboard is inside it. */
  window.addEventListener("blur", function () { frame.classList.toggle("author-in-preview", document.activeElement.nodeName === "IFRAME"); });
  window.addEventListener("focus", function () { frame.classList.remove("author-in-preview"); });
  /* What was written and not saved would not be part of what is handed in. */
  document.addEventListener("submit", function (event) {
    if (!event.target.matches("form[data-draft]") || !form().dataset.dirty) return;
    event.preventDefault();
    root.querySelector("[data-save]").scrollIntoView({ block: "center" });
    root.querySelector("[data-save]").focus();
  });

  window[root.dataset.init]({ handlerUrl: handlerUrl, notify: notify }, root, root.dataset.initArgs ? JSON.parse(root.dataset.initArgs) : {});
})();
