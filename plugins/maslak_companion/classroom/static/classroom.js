/* Starts the blocks of a page. The page reads and answers without it: blocks bring plain forms. */
(function () {
  "use strict";
  var meta = document.querySelector('meta[name="csrf-token"]');
  var token = meta ? meta.content : "";

  function handlerUrl(element, name, suffix, query) {
    var root = element.closest ? element.closest(".xblock") : element;
    var url = root.dataset.handlerUrl.replace(/HANDLER$/, encodeURIComponent(name));
    return url + (suffix ? "/" + suffix : "") + (query ? "?" + query : "");
  }

  // Blocks written for Open edX expect the platform to add the token to what they send home.
  var plainFetch = window.fetch;
  window.fetch = function (input, options) {
    var url = new URL(typeof input === "string" ? input : input.url, location.href);
    if (url.origin !== location.origin || url.pathname.indexOf("/learn/") !== 0) return plainFetch(input, options);
    var headers = new Headers((options && options.headers) || (input.headers || {}));
    if (!headers.has("X-CSRFToken")) headers.set("X-CSRFToken", token);
    return plainFetch(input, Object.assign({}, options, { headers: headers })).then(function (answer) {
      if (answer.ok && /json/.test(answer.headers.get("Content-Type") || "")) {
        answer.clone().json().then(function (data) { showRatings(data.ratings); }, function () {});
      }
      return answer;
    });
  };

  function start(element) {
    var init = window[element.dataset.init];
    if (typeof init !== "function" || element.dataset.started) return;
    element.dataset.started = "true";
    var args = element.dataset.initArgs ? JSON.parse(element.dataset.initArgs) : {};
    var runtime = { handlerUrl: handlerUrl, csrfToken: token, notify: function () {} };
    try {
      init(runtime, element, args);
    } catch (error) {
      // One block's fault stays its own: the others still start.
      console.error(error);
    }
  }

  function showRatings(ratings) {
    (ratings || []).forEach(function (each) {
      document.querySelectorAll(".standing").forEach(function (standing) {
        if (standing.dataset.competency !== each.competency) return;
        var template = standing.querySelector("template[data-" + String(each.rating).replace("_", "-") + "]");
        if (!template || standing.dataset.rating === each.rating) return;
        standing.dataset.rating = each.rating;
        standing.classList.add("standing-new");
        standing.querySelector("[data-standing]").replaceChildren(template.content.cloneNode(true));
      });
    });
  }

  // The bar stays in sight, the blocks' own switches do not: it passes the wish on, and they keep the reader's place.
  function markLanguage(code) {
    document.querySelectorAll(".reading-languages button").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.value === code));
    });
  }
  function passOn(event) {
    var code = event.submitter && event.submitter.value;
    var switches = document.querySelectorAll('.xblock[data-started] .mk-lang[value="' + code + '"]');
    if (!code || !switches.length) return;
    event.preventDefault();
    switches.forEach(function (button) { button.click(); });
  }
  document.addEventListener("maslak:language", function (event) { markLanguage(event.detail.language); });
  document.querySelectorAll(".reading-languages").forEach(function (form) { form.addEventListener("submit", passOn); });
  document.querySelectorAll(".xblock[data-init]").forEach(start);
})();
