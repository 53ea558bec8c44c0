/* The list of news: what one follows from there is read. */

document.querySelector("main").addEventListener("click", ({ target }) => {
  const { vus, dit } = target.closest("a[data-dit]")?.dataset ?? {};
  if (!dit) return;
  const headers = JSON.parse(document.body.getAttribute("data-hx-headers"));
  fetch(vus, { method: "POST", keepalive: true, headers, body: new URLSearchParams({ vu: dit }) }).catch(() => {});
});
