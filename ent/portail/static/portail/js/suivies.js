/* The news, on the home and in their list: what one follows from there is read. */

document.body.addEventListener("click", ({ target }) => {
  const { vus, dit } = target.closest("a[data-dit]")?.dataset ?? {};
  if (!dit) return;
  const headers = JSON.parse(document.body.getAttribute("data-hx-headers"));
  const body = new URLSearchParams(dit.split(" ").map((une) => ["vu", une]));
  fetch(vus, { method: "POST", keepalive: true, headers, body }).catch(() => {});
});
