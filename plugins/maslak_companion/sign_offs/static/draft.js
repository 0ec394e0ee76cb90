// Keeps a tutor's answers on the server while they are given. Without it, the button "keep for later" does the same.
(function () {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  if (!form || !window.fetch) return;
  const status = form.querySelector("[data-draft-status]");
  let timer = 0;

  async function keep() {
    const fields = new FormData(form);
    fields.delete("code");
    fields.set("kind", "draft");
    try {
      const answer = await fetch(location.pathname, {method: "POST", body: fields, headers: {"X-Requested-With": "fetch"}, credentials: "same-origin"});
      status.textContent = answer.status === 204 ? form.dataset.kept : form.dataset.lost;
    } catch {
      status.textContent = form.dataset.lost;
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target.name === "code") return;
    clearTimeout(timer);
    timer = setTimeout(keep, 900);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
})();
