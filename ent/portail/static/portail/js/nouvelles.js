/* Counts of what is unread, in the frame of the page: asked again a moment after something was told, or read on another screen. What
   is followed from the list is read. */

const pastilles = [...document.querySelectorAll("[data-nouvelles]")];
let attente = null;

const demander = async () => {
  attente = null;
  try {
    const reponse = await fetch("/nouvelles/", { headers: { Accept: "application/json" }, redirect: "manual" });
    if (!reponse.ok) return;
    const comptes = await reponse.json();
    for (const pastille of pastilles) {
      const n = comptes[pastille.dataset.nouvelles] ?? 0;
      pastille.hidden = !n;
      pastille.querySelector("[data-nombre]").textContent = n;
    }
  } catch {
    /* The next signal, or the next page, asks again. */
  }
};

if (pastilles.length) {
  /* A count of one kind listens to that kind: « room.event », as the server names it. */
  const natures = pastilles.map((pastille) => pastille.dataset.nouvelles).filter((nature) => nature !== "*");
  for (const nom of new Set([...natures.map((nature) => nature.replace(".", ":")), "reconnexion", "nouvelles:lues"])) {
    document.body.addEventListener(nom, ({ detail }) => {
      attente ??= setTimeout(demander, 400 + Math.random() * (detail?.etalement ?? 0) * 4);
    });
  }
  // Kept by the browser, and shown again as it was: what was read since is counted no more.
  addEventListener("pageshow", ({ persisted }) => persisted && demander());
}

document.addEventListener("click", ({ target }) => {
  const lien = target.closest?.("a[data-dit]");
  if (!lien) return;
  const { "X-CSRFToken": jeton } = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
  fetch(lien.dataset.vus, { method: "POST", keepalive: true, headers: { "X-CSRFToken": jeton }, body: new URLSearchParams({ vu: lien.dataset.dit }) }).catch(() => {});
});
