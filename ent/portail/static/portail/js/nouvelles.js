/* Counts of what is unread, in the frame of the page: asked again a moment after something was told. */

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
}
