/* What was written and not saved would not be part of what is handed in, nor survive leaving the page. */
(function () {
  "use strict";
  var form = document.getElementById("titles"), dirty = false;
  form.addEventListener("input", function () { dirty = true; });
  form.addEventListener("submit", function () { dirty = false; });
  document.addEventListener("submit", function (event) {
    if (!dirty || !event.target.matches("form[data-draft]")) return;
    event.preventDefault();
    form.querySelector("button").focus();
  });
  window.addEventListener("beforeunload", function (event) { if (dirty) event.preventDefault(); });
})();
