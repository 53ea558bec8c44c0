/* « Vu » without a gesture: an item that stayed one second on a screen that someone looks at. Items carry `data-vu` (the
   work, the mot…), `data-enfant`, and `data-vus`, the address where it is told. Sent by batches, one address after the
   other; each once per tab and person, and again while the frame counts something unread: it may be of that item, told anew.
   Without script nothing is marked as seen. */

const DUREE = 1000;
const LOT = 1500;
const cle = `vu:${document.body.dataset.moi ?? ""}`;

const lire = () => {
  try {
    return JSON.parse(sessionStorage.getItem(cle) ?? "[]");
  } catch {
    return [];
  }
};
const envoyes = new Set(lire());
const aEnvoyer = new Set();
const minuteurs = new Map();
let depart = null;

const retenir = () => {
  try {
    sessionStorage.setItem(cle, JSON.stringify([...envoyes]));
  } catch {
    // Private browsing: seen again at the next page, the server counts once.
  }
};

const envoyer = async () => {
  clearTimeout(depart);
  depart = null;
  if (!aEnvoyer.size || !navigator.onLine) return;
  const [adresse] = [...aEnvoyer][0].split("|");
  const lot = [...aEnvoyer].filter((vu) => vu.startsWith(`${adresse}|`)).slice(0, 200);
  lot.forEach((vu) => aEnvoyer.delete(vu));
  const { "X-CSRFToken": jeton } = JSON.parse(document.body.getAttribute("data-hx-headers") ?? "{}");
  try {
    const reponse = await fetch(adresse, {
      method: "POST",
      headers: { "X-CSRFToken": jeton },
      body: new URLSearchParams(lot.map((vu) => ["vu", vu.split("|")[1]])),
      keepalive: true,
      redirect: "manual",
    });
    if (!reponse.ok) throw new Error(reponse.status);
    lot.forEach((vu) => envoyes.add(vu));
    retenir();
    if (aEnvoyer.size) envoyer();
  } catch {
    // The next item seen, or the network, takes them along.
    lot.forEach((vu) => aEnvoyer.add(vu));
  }
};

const voir = (article) => {
  minuteurs.delete(article);
  const vu = `${article.dataset.vus}|${article.dataset.vu}:${article.dataset.enfant}`;
  observateur.unobserve(article);
  if (envoyes.has(vu) && !document.querySelector("[data-nouvelles='*']:not([hidden])")) return;
  aEnvoyer.add(vu);
  depart ??= setTimeout(envoyer, LOT);
};

const oublier = (article) => {
  clearTimeout(minuteurs.get(article));
  minuteurs.delete(article);
};
const aLEcran = new Set();
const compter = (article) => {
  if (!document.hidden && !minuteurs.has(article)) minuteurs.set(article, setTimeout(voir, DUREE, article));
};

/* Half of the item, or half of the screen for one that is taller. */
const observateur = new IntersectionObserver((entrees) => {
  for (const { target, isIntersecting, intersectionRatio, intersectionRect, rootBounds } of entrees) {
    const assez = intersectionRatio >= 0.5 || intersectionRect.height >= (rootBounds?.height ?? innerHeight) / 2;
    if (isIntersecting && assez) {
      aLEcran.add(target);
      compter(target);
    } else {
      aLEcran.delete(target);
      oublier(target);
    }
  }
}, { threshold: [0, 0.25, 0.5] });

const observer = (racine) => {
  for (const article of racine.querySelectorAll("[data-vu]")) observateur.observe(article);
};

if (document.body.dataset.moi) {
  observer(document);
  document.body.addEventListener("htmx:load", ({ detail }) => {
    for (const article of [...aLEcran, ...minuteurs.keys()].filter((a) => !a.isConnected)) {
      aLEcran.delete(article);
      oublier(article);
    }
    observer(detail.elt.parentElement ?? detail.elt);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      [...minuteurs.keys()].forEach(oublier);
      envoyer();
    } else {
      aLEcran.forEach(compter);
    }
  });
  addEventListener("online", envoyer);
  addEventListener("pagehide", envoyer);
}
