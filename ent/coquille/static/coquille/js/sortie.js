/* Going out: what waits in the outbox and has not left is tried once more, then said, and erased once one says so. The next person on this device
   reads nothing of it, and its author does not lose it unseen. */

const moi = document.documentElement.dataset.personne;
const PATIENCE = 3000;

const magasin = async (mode, geste) => {
  const base = await new Promise((reussir, echouer) => {
    const demande = indexedDB.open("boite-d-envoi", 1); // as boite-d-envoi.js makes it
    demande.onupgradeneeded = () => demande.result.createObjectStore("envois", { keyPath: "uuid" }).createIndex("personne", "personne");
    demande.onsuccess = () => reussir(demande.result);
    demande.onerror = () => echouer(demande.error);
  });
  const transaction = base.transaction("envois", mode);
  const lu = geste(transaction.objectStore("envois"));
  await new Promise((reussir, echouer) => {
    transaction.oncomplete = reussir;
    transaction.onabort = transaction.onerror = () => echouer(transaction.error);
  });
  base.close();
  return lu.result;
};
const miens = () => magasin("readonly", (envois) => envois.index("personne").getAllKeys(moi));
const combien = async () => (await miens()).length + gardeAilleurs();
const effacer = async () => {
  const cles = await miens();
  await magasin("readwrite", (envois) => cles.map((cle) => envois.delete(cle)));
};

const essayer = async () => {
  if (!globalThis.boiteDEnvoi) await import("assemblage:boite.js");
  await globalThis.boiteDEnvoi?.essayer(); // where this page has a box
};

const sortir = (formulaire, bouton) => {
  try {
    // What rooms keep of this person under their number; drafts stay, which their author finds again.
    for (const cle of Object.keys(localStorage)) if (cle.includes(`:${moi}:`) && !cle.startsWith("brouillon:")) localStorage.removeItem(cle);
  } catch {} // a browser may refuse to keep anything
  formulaire.dataset.decide = "";
  formulaire.requestSubmit(bouton);
};

const demander = async (formulaire, bouton) => {
  const avis = document.querySelector("template[data-sortie]")?.content.firstElementChild.cloneNode(true);
  let restent = await combien();
  if (restent && navigator.onLine) {
    await Promise.race([essayer(), new Promise((fini) => setTimeout(fini, PATIENCE))]).catch(() => {});
    restent = await combien();
  }
  if (!restent || !avis) return sortir(formulaire, bouton);
  document.querySelector("[data-avant-de-sortir]")?.remove();
  avis.querySelector("[data-mot]").textContent = restent === 1 ? avis.dataset.un : avis.dataset.plusieurs.replace("%s", restent);
  avis.querySelector("[data-rester]").addEventListener("click", () => {
    avis.remove();
    bouton?.focus();
  });
  avis.querySelector("[data-effacer]").addEventListener("click", async () => {
    await effacer();
    sortir(formulaire, bouton);
  });
  formulaire.before(avis);
  avis.focus();
};

// Before any other script hears of it: while one has not said yes, nothing is forgotten.
document.addEventListener("submit", (evenement) => {
  const { target: formulaire, submitter: bouton } = evenement;
  if (!moi || !window.indexedDB || !formulaire.matches("[data-sortie=compte]") || "decide" in formulaire.dataset) return;
  evenement.preventDefault();
  evenement.stopImmediatePropagation();
  demander(formulaire, bouton).catch(() => sortir(formulaire, bouton)); // a device that keeps nothing has nothing to say
}, true);
