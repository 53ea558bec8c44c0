/* Real time. The socket says that something happened; the page then asks for the fragment over HTTP, where rights are
   judged. A signal that is lost loses nothing: after each reconnection the page asks for what it missed. */

const ATTENTE_MAX = 30_000;
const SONDAGE = 60_000;
const ABSENCE = 30_000;

const annoncer = (nom, detail) => {
  document.body.dispatchEvent(new CustomEvent(nom, { detail, bubbles: true }));
};

/* Sixty browsers hear the same signal: each waits a moment of its own, as long at most as the server says, and several
   signals of a kind make one request. */
const enAttente = new Map();
const signaler = ({ type, id, etalement = 0, ...contenu }) => {
  if (typeof type !== "string") return;
  const nom = type.replaceAll(".", ":");
  if (contenu.message) {
    // A message comes whole, and is shown at once.
    annoncer(`${nom}:entier`, { id, etalement, ...contenu });
  }
  const deja = enAttente.has(nom);
  enAttente.set(nom, { id });
  if (deja) return;
  setTimeout(() => {
    const detail = enAttente.get(nom);
    enAttente.delete(nom);
    annoncer(nom, detail);
  }, Math.random() * etalement);
};

let prise = null;
let essais = 0;
let rendezVous = null;
let sondage = null;
let dejaOuverte = false;

const sonder = (actif) => {
  if (actif && !sondage) sondage = setInterval(() => annoncer("reconnexion", {}), SONDAGE);
  if (!actif && sondage) sondage = clearInterval(sondage) ?? null;
};

const ouvrir = () => {
  clearTimeout(rendezVous);
  rendezVous = null;
  const protocole = location.protocol === "https:" ? "wss:" : "ws:";
  const nouvelle = new WebSocket(`${protocole}//${location.host}/ws/`);
  prise = nouvelle;
  nouvelle.addEventListener("open", () => {
    essais = 0;
    sonder(false);
    document.body.dataset.direct = "ouvert";
    // A page that took five seconds to listen missed what happened since it was made.
    annoncer(dejaOuverte || performance.now() > 5e3 ? "reconnexion" : "ouverture", {});
    dejaOuverte = true;
  });
  nouvelle.addEventListener("message", ({ data }) => {
    try {
      signaler(JSON.parse(data));
    } catch {
      annoncer("reconnexion", {});
    }
  });
  nouvelle.addEventListener("close", ({ code }) => {
    if (prise !== nouvelle) return;
    document.body.dataset.direct = "coupe";
    // Signed out; since this page was shown, it is read no further.
    if (code === 4401) return dejaOuverte && import("assemblage:finie.js").then(() => annoncer("session:finie", {})).catch(() => {});
    sonder(true);
    const attente = Math.min(ATTENTE_MAX, 1000 * 2 ** essais);
    essais += 1;
    rendezVous = setTimeout(ouvrir, attente / 2 + Math.random() * (attente / 2));
  });
};

if ("direct" in document.body.dataset) {
  ouvrir();
  let cacheeDepuis = null;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      cacheeDepuis = Date.now();
    } else if (cacheeDepuis && Date.now() - cacheeDepuis > ABSENCE) {
      annoncer("reconnexion", {});
    }
    if (!document.hidden && rendezVous) ouvrir();
  });
  addEventListener("online", () => rendezVous && ouvrir());
  document.body.addEventListener("session:la", ouvrir);
  addEventListener("pagehide", () => prise?.close());
  addEventListener("pageshow", ({ persisted }) => persisted && ouvrir());
}

/* A part replaced under the reader: htmx gives the focus back to the element of the same id. When what was pressed is no more there (a line
   put off, an answer given), it goes to what now follows the last thing before it that is still there, not back to the top of the page: to the
   line that a button is of, since a second press would do to that line what was meant for the first. */
const marque = (e) => e.id || e.getAttribute("href") || e.name || "";
const arrets = (lieu) => [...lieu.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea")].filter((e) => e.checkVisibility());
const quitte = new WeakMap();
const reprendre = (lieu, passes) => {
  const presents = arrets(lieu);
  const rangs = passes.map((nom, i) => {
    const combien = passes.slice(0, i).filter((autre) => autre === nom).length;
    return presents.map(marque).flatMap((autre, rang) => (autre && autre === nom ? [rang] : []))[combien] ?? -1;
  });
  const suite = presents[(rangs.findLast((rang) => rang >= 0) ?? -1) + 1] ?? presents.at(-1) ?? lieu;
  const place = suite.matches("button") ? suite.closest("li, article, section") : suite;
  if (place !== suite || suite === lieu) place.tabIndex = -1;
  place.focus();
};
document.body.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  const tenu = document.activeElement;
  if (!target?.contains(tenu) || target === tenu || !tenu.matches(":focus-visible")) return;
  const rencontres = arrets(target);
  quitte.set(target, rencontres.slice(0, rencontres.indexOf(tenu)).map(marque));
});
document.body.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  const passes = quitte.get(target);
  const lieu = document.getElementById(target?.id);
  quitte.delete(target);
  if (passes && lieu && document.activeElement === document.body) reprendre(lieu, passes);
});

/* What is new in a tile is said aloud, at most every 10 seconds. */
const REPIT = 10_000;
let derniereAnnonce = 0;
const titres = (tuile) => [...tuile.querySelectorAll(".fort, .tache__texte h2, [data-dire]")].map((e) => e.textContent.trim());
const avant = new WeakMap();

document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target?.matches?.("[data-tuile]")) avant.set(detail.target, new Set(titres(detail.target)));
});
document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
  const connus = avant.get(detail.target);
  const tuile = document.getElementById(detail.target?.id);
  const annonce = document.getElementById("annonce");
  if (!connus || !tuile || !annonce || Date.now() - derniereAnnonce < REPIT) return;
  const neuf = titres(tuile).find((titre) => !connus.has(titre));
  if (!neuf) return;
  derniereAnnonce = Date.now();
  annonce.textContent = annonce.dataset.modele.replace("%s", neuf);
});

/* What a place hears while its answer is on its way happened after it: replaced whole, the place takes away what htmx kept to ask next (or is
   replaced under its next answer), and what replaces it asks once more. */
const enRoute = new WeakMap();
document.body.addEventListener("htmx:confirm", ({ detail: { elt, target } }) => {
  if (elt === target && enRoute.has(elt)) enRoute.get(elt).encore = true;
});
document.body.addEventListener("htmx:beforeRequest", ({ detail: { target, xhr } }) => enRoute.set(target, { xhr }));
document.body.addEventListener("htmx:afterSettle", ({ detail: { target, xhr } }) => {
  const dernier = enRoute.get(target);
  if (!dernier || target.isConnected) return;
  enRoute.delete(target); // said for each element that was laid, once it listens
  const lieu = dernier.encore || dernier.xhr !== xhr ? document.getElementById(target.id) : null;
  if (lieu?.dataset.hxGet) htmx.ajax("get", lieu.dataset.hxGet, { source: lieu });
});

/* Nothing is replaced under a finger: a button that is no more there when the finger rises was pressed for nothing. */
const LE_TEMPS_D_UN_DOIGT = 400;
const retarder = (attente) => () => globalThis.htmx && (htmx.config.defaultSwapDelay = attente);
addEventListener("pointerdown", retarder(LE_TEMPS_D_UN_DOIGT), true);
for (const fin of ["pointerup", "pointercancel"]) addEventListener(fin, retarder(0), true);

/* The session has ended. A form leaves by itself: its author is led to the door, and back. */
document.addEventListener("htmx:afterRequest", (evenement) => {
  const { xhr, elt } = evenement.detail;
  if (xhr.status === 401 && elt.matches("form") && !evenement.defaultPrevented) elt.submit();
});
