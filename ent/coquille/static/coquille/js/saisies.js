/* A session may end while its author writes. What a form without drafts holds is kept when it leaves, until its answer is there: a
   page of that person forgets it; the way in, a page that says what went wrong, or « Retour » over what is no page of ours, keeps it on this device. So are the
   words of a form that was never sent: a link that one touched, a page that was loaded again, a tab that the phone closed. That person alone is
   offered it again, in that form alone, for a month; it leaves the device when they sign out. No file, nothing that the page itself put there; nothing of a form that
   says [data-sans-garde] (health), of one that asks for a secret, of one whose own script keeps it ([data-se-tient]). */

const PREFIXE = "saisie:";
const PARTIE = "saisie-partie"; // what this tab sent, until its answer
const UN_MOIS = 30 * 86_400_000;
const REMPLIS = "textarea, input:is([type=text], [type=email], [type=tel], [type=number], [type=date], [type=time])";
const SECRETS = "[type=password], [autocomplete=one-time-code]";
const DE_LA_PAGE = /^(csrfmiddlewaretoken|numero|uuid|envoye-par)$|-geste$/;
const LU = /^version$|^lue?(-|$)/; // what the page had read: taken up with the words, so that what somebody wrote meanwhile is told
const moi = document.documentElement.dataset.personne;

const miennes = () => Object.keys(localStorage).filter((cle) => cle.startsWith(`${PREFIXE}${moi}:`));
const ecrits = (formulaire) => [...formulaire.querySelectorAll(REMPLIS)];
/* Something was filled, or chosen: a date that its page proposed is nobody's. */
const estRempli = (formulaire) =>
  ecrits(formulaire).some((c) => c.value.trim() && (c.value !== c.defaultValue || /^text/.test(c.type))) || [...formulaire.elements].some((c) => c.checked !== c.defaultChecked || c.selectedOptions?.[0]?.defaultSelected === false);
const estTenu = (formulaire) =>
  formulaire.method === "post" && !formulaire.target && !formulaire.matches("[data-sans-garde], [data-se-tient]") && !formulaire.querySelector(`[data-brouillon], ${SECRETS}`) && ecrits(formulaire).length > 0;
/* Which form: where it goes, and what its page says it is about; not what is answered there while one types. */
const lequel = (formulaire) => {
  const { pathname, search } = new URL(formulaire.getAttribute("action") ?? "", location.href);
  const caches = [...formulaire.elements].filter((c) => c.type === "hidden" && c.name && !DE_LA_PAGE.test(c.name) && !LU.test(c.name) && !c.closest("[role=status]"));
  return JSON.stringify([pathname + search, ...caches.map((c) => [c.name, c.value])]);
};
const paires = (formulaire) =>
  [...new FormData(formulaire)].filter(([nom, v]) => typeof v === "string" && !DE_LA_PAGE.test(nom)).map(([nom, v]) => [nom, v.replaceAll("\r\n", "\n")]);
const dit = (champs) => JSON.stringify(champs.filter(([nom, v]) => !LU.test(nom) && v.trim() !== ""));
const enSaisie = (formulaire) => [
  `${PREFIXE}${moi}:${Date.now()}`,
  JSON.stringify({ formulaire: lequel(formulaire), champs: paires(formulaire), a: Date.now(), envoye: false }),
];

const quand = (instant, { a, le }) => {
  const date = new Date(instant);
  const { lang } = document.documentElement;
  const heure = `${date.getHours()}${lang === "fr" ? "\u00a0h\u00a0" : ":"}${String(date.getMinutes()).padStart(2, "0")}`;
  const jour = date.toLocaleDateString(lang, { day: "numeric", month: "long" });
  return (date.toDateString() === new Date().toDateString() ? a : le).replace("%j", lang === "fr" ? jour.replace(/^1 /, "1er ") : jour).replace("%h", heure);
};

const poser = (formulaire, champs) => {
  const restent = [...champs];
  const prendre = (nom) => {
    const rang = restent.findIndex(([n]) => n === nom);
    return rang < 0 ? null : restent.splice(rang, 1)[0][1];
  };
  const dits = (c, valeur) => champs.some(([nom, v]) => nom === c.name && v === valeur);
  for (const c of formulaire.elements) {
    if (!c.name || DE_LA_PAGE.test(c.name) || /^(file|password|submit|button|fieldset)$/.test(c.type)) continue;
    if (c.type === "hidden" && !LU.test(c.name)) continue;
    if (c.type === "checkbox" || c.type === "radio") c.checked = dits(c, c.value);
    else if (c.type === "select-multiple") for (const choix of c.options) choix.selected = dits(c, choix.value);
    else c.value = prendre(c.name) ?? c.value;
    for (const genre of ["input", "change"]) c.dispatchEvent(new Event(genre, { bubbles: true }));
  }
};

const reprises = new WeakMap(); // form → the key of what was taken up in it
const offrir = (formulaire) => {
  const ici = lequel(formulaire);
  const present = dit(paires(formulaire));
  const gardees = miennes().map((cle) => [cle, JSON.parse(localStorage.getItem(cle))]).filter(([, g]) => g.formulaire === ici && dit(g.champs) !== present);
  if (!gardees.length) return;
  const [cle, gardee] = gardees.sort(([, g], [, h]) => h.a - g.a)[0];
  const offre = document.getElementById("saisie").content.firstElementChild.cloneNode(true);
  const phrase = offre.querySelector("[data-modele]");
  const geste = (nom, faire) => offre.querySelector(`[data-saisie-${nom}]`).addEventListener("click", () => {
    offre.remove();
    faire();
    offrir(formulaire);
    ecrits(formulaire)[0].focus();
  });
  geste("reprendre", () => {
    // What was typed since the page is there is not lost either.
    if (dit(paires(formulaire)) !== present) localStorage.setItem(...enSaisie(formulaire));
    poser(formulaire, gardee.champs);
    reprises.set(formulaire, cle);
  });
  geste("effacer", () => localStorage.removeItem(cle));
  phrase.textContent = phrase.dataset.modele.replace("%s", quand(gardee.a, offre.dataset));
  formulaire.prepend(offre);
  for (let pli = formulaire.closest("details"); pli; pli = pli.parentElement.closest("details")) pli.open = true;
};

const repondre = () => {
  const partie = sessionStorage.getItem(PARTIE);
  sessionStorage.removeItem(PARTIE);
  const attendLeReseau = document.querySelector("[data-garde]:not([hidden])"); // the worker keeps it whole (agent.js)
  // Gone back to while no page of the school has answered: what did was a machine in front of it, or nothing.
  const estSansReponse = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (partie && (!moi || estSansReponse || document.body.dataset.copie === "ailleurs") && !attendLeReseau) localStorage.setItem(...JSON.parse(partie));
};

/* What one typed here and did not send, each form once, while nobody looks at this page. */
const touches = new Set();
let quittees = [];
let estFinie = false;
const aDesMots = (formulaire) => formulaire.isConnected && estTenu(formulaire) && ecrits(formulaire).some((c) => c.value.trim() && c.value !== c.defaultValue);
const quitter = () => {
  if (quittees.length || estFinie) return;
  try {
    for (const formulaire of [...touches].filter(aDesMots)) {
      localStorage.removeItem(reprises.get(formulaire));
      const [cle, dite] = enSaisie(formulaire);
      quittees.push(`${cle}.${quittees.length}`);
      localStorage.setItem(quittees.at(-1), dite);
    }
  } catch {}
};
const revenir = () => {
  for (const cle of quittees) localStorage.removeItem(cle);
  quittees = [];
};
if (moi && !document.body.classList.contains("eleve")) {
  for (const genre of ["input", "change"]) document.addEventListener(genre, ({ isTrusted, target }) => isTrusted && target.form && touches.add(target.form), true);
  document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful } }) => successful && touches.delete(elt));
  document.addEventListener("visibilitychange", () => (document.hidden ? quitter() : revenir()));
  addEventListener("pagehide", quitter);
  addEventListener("pageshow", revenir);
  // Who went out left the device: what stays covered here (finie.js) is on this page alone.
  document.body.addEventListener("session:finie", () => (estFinie = true));
  document.body.addEventListener("session:la", () => (estFinie = false));
}

try {
  for (const cle of miennes()) if (Date.now() - JSON.parse(localStorage.getItem(cle)).a > UN_MOIS) localStorage.removeItem(cle);
  repondre();
  if (moi) for (const formulaire of document.querySelectorAll("form")) if (estTenu(formulaire)) offrir(formulaire);
} catch {} // a browser may refuse to keep anything
const retenir = (formulaire) => {
  if (!moi || !estTenu(formulaire) || !estRempli(formulaire)) return;
  localStorage.removeItem(reprises.get(formulaire));
  sessionStorage.setItem(PARTIE, JSON.stringify(enSaisie(formulaire)));
};
document.addEventListener("submit", (evenement) => {
  const formulaire = evenement.target;
  try {
    // The way out of a person, and the way back to the wall of a tablet.
    if (formulaire.matches("[data-sortie]")) for (const cle of miennes()) localStorage.removeItem(cle);
    if (!evenement.defaultPrevented) retenir(formulaire);
  } catch {}
  // It left, or its own script took it; what stays for want of a network (hors-ligne.js) is still to be sent.
  if (formulaire.matches("[data-sortie]")) touches.clear();
  setTimeout(() => document.getElementById("sans-reseau")?.hidden !== false && touches.delete(formulaire));
});
// What htmx could not send any more leaves by itself (direct.js).
document.addEventListener("htmx:afterRequest", ({ detail: { xhr, elt } }) => {
  try {
    if (xhr.status === 401 && elt.matches("form")) retenir(elt);
  } catch {}
});
