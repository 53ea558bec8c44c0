/* Counts of what is unread, in the frame of the page: asked again a moment after something was told, or read on another screen. */

const pastilles = [...document.querySelectorAll("[data-nouvelles]")];
let attente = null;

/* The same number on the icon of the installed application, where there is one: each kind stands twice in the frame, and is counted once. */
const marquer = () => {
  const comptes = new Map(pastilles.map((p) => [p.dataset.nouvelles, p.hidden ? 0 : Number(p.querySelector("[data-nombre]").textContent)]));
  const n = [...comptes.values()].reduce((somme, compte) => somme + compte, 0);
  (n ? navigator.setAppBadge?.(n) : navigator.clearAppBadge?.())?.catch(() => {});
};
if (pastilles.length) marquer();

const demander = async () => {
  attente = null;
  // Without an answer, the next signal or the next page asks again.
  const reponse = await fetch("/nouvelles/", { redirect: "manual" }).catch(() => null);
  if (!reponse?.ok) return;
  const comptes = await reponse.json();
  for (const pastille of pastilles) {
    const n = comptes[pastille.dataset.nouvelles] ?? 0;
    pastille.hidden = !n;
    pastille.querySelector("[data-nombre]").textContent = n;
  }
  marquer();
};

/* A count of one kind listens to that kind: « room.event », as the server names it. */
for (const nom of new Set(["reconnexion", "nouvelles:lues", ...pastilles.map(({ dataset }) => dataset.nouvelles.replace(".", ":"))])) {
  document.body.addEventListener(nom, ({ detail }) => {
    if (pastilles.length) attente ??= setTimeout(demander, 400 + Math.random() * (detail?.etalement ?? 0) * 4);
  });
}
