/* The fortnight, readable without network on a parent's own phone. The pages of a person are not to be kept (no-store):
   this copy is the one exception, made on purpose. It bears its owner's number; it leaves at sign-out (/sw.js), and as
   soon as a page of anyone else, or of nobody, is shown on this device. What is ticked meanwhile waits and leaves by
   itself, under that person's session alone. */

const PREFIXE = "copie-";
const ADRESSE = "/cahier/copie/";
const REPIT = 2 * 3_600_000;
const cadre = document.getElementById("copie");
const etat = cadre?.dataset.etat ?? document.body.dataset.copie; // « garder », « lue », « ailleurs »: says nothing of anyone
const moi = document.documentElement.dataset.personne;
const mienne = PREFIXE + moi;
const version = document.querySelector("script[src]")?.getAttribute("src");
const langue = document.documentElement.lang;

const lire = (cle) => {
  try {
    return JSON.parse(localStorage.getItem(cle) ?? "{}");
  } catch {
    return {};
  }
};
const ecrire = (cle, valeur) => {
  try {
    localStorage.setItem(cle, JSON.stringify(valeur));
  } catch {
    // Private browsing: nothing waits on this device.
  }
};

const oublier = async () => {
  if (etat === "lue" || etat === "ailleurs") return;
  const aMoi = etat === "garder" || !("moi" in document.body.dataset) || document.getElementById("boite"); // kept on their account pages, which have no frame
  for (const nom of await caches.keys()) {
    if (!nom.startsWith(PREFIXE) || (aMoi && nom === mienne)) continue;
    await caches.delete(nom);
    localStorage.removeItem(nom);
  }
};

const garder = async () => {
  const { quand = 0, cadre: habit, langue: dite } = lire(mienne);
  if (Math.abs(Date.now() - quand) < REPIT && habit === version && dite === langue) return; // to come: the clock was wrong
  const reponse = await fetch(ADRESSE, { redirect: "manual", cache: "no-store", headers: { "X-Copie": "1" } });
  if (!reponse.ok) return;
  await (await caches.open(mienne)).put(ADRESSE, reponse);
  ecrire(mienne, { quand: Date.now(), cadre: version, langue });
};
const perimer = () => ecrire(mienne, {});
const essayer = () => garder().catch(() => {}); // without network: the former copy stays

/* --- Ticks that wait --- */
const COCHES = `attente:${moi}:coches`; // counted and erased with what waits in the outbox (boite-d-envoi.js, sortie.js)
const noter = (coches) => {
  ecrire(COCHES, coches);
  document.body.dispatchEvent(new CustomEvent("attente"));
};
const chemin = (formulaire) => formulaire.getAttribute("action");

const montrer = (formulaire, fait, estDehors = false) => {
  const bouton = formulaire.querySelector("button");
  bouton.setAttribute("aria-pressed", String(fait === "1"));
  bouton.classList.toggle("case-bouton--fait", fait === "1");
  const boite = bouton.querySelector(".case-bouton__boite");
  boite.replaceChildren(...(fait === "1" ? [cadre.querySelector("template").content.cloneNode(true)] : []));
  formulaire.elements.fait.value = fait === "1" ? "0" : "1";
  const note = formulaire.querySelector(".note") ?? formulaire.appendChild(document.createElement("p"));
  note.className = "note";
  note.setAttribute("role", "status");
  note.textContent = estDehors ? `${cadre.dataset.dehors} ` : cadre.dataset.garde;
  if (estDehors) note.append(Object.assign(document.createElement("a"), { href: "", textContent: cadre.dataset.entrer })); // to the door, and back here
};

const retenir = (formulaire, estDehors) => {
  const fait = formulaire.elements.fait.value;
  noter({ ...lire(COCHES), [chemin(formulaire)]: fait });
  montrer(formulaire, fait, estDehors);
};

const envoyer = async () => {
  if (!navigator.onLine || !Object.keys(lire(COCHES)).length) return;
  const reponse = await fetch(cadre.dataset.quiEstLa, { redirect: "manual", headers: { Accept: "application/json" }, cache: "no-store" });
  if (!reponse.ok) return;
  const { personne, jeton } = await reponse.json();
  if (personne !== moi) return;
  for (const [adresse, fait] of Object.entries(lire(COCHES))) {
    const recu = await fetch(adresse, {
      method: "POST", redirect: "manual", body: new URLSearchParams({ fait }),
      headers: { "X-CSRFToken": jeton, "HX-Request": "true", "X-Boite": "1" },
    });
    // Withdrawn meanwhile, or this person may no more: nothing to tick, and those behind leave. Busy, restarting: it waits.
    const estPerdue = recu.status === 404 || (recu.status === 403 && recu.headers.get("Content-Type")?.startsWith("application/json"));
    if (!recu.ok && !estPerdue) return;
    const { [adresse]: garde, ...reste } = lire(COCHES);
    if (garde === fait) noter(reste);
  }
  document.querySelectorAll("form.cocher > .note").forEach((note) => note.remove());
  document.body.dispatchEvent(new CustomEvent("cahier_de_textes:travail_fait", { bubbles: true }));
  perimer();
  await garder();
};
const partir = () => envoyer().catch(() => {});

if ("caches" in globalThis) {
  oublier().catch(() => {});

  if (cadre) {
    const avant = `coches:${moi}`; // as former releases kept them
    if (Object.keys(lire(avant)).length) {
      noter({ ...lire(avant), ...lire(COCHES) });
      localStorage.removeItem(avant);
    }
    const attente = lire(COCHES);
    for (const formulaire of document.querySelectorAll("form.cocher")) {
      if (chemin(formulaire) in attente) montrer(formulaire, attente[chemin(formulaire)]);
    }
    // Before htmx hears of it: a request that cannot leave is not tried.
    document.addEventListener("submit", (evenement) => {
      if (!evenement.target.matches("form.cocher") || (navigator.onLine && etat !== "lue")) return;
      evenement.preventDefault();
      evenement.stopImmediatePropagation();
      retenir(evenement.target);
      partir();
    }, true);
    document.body.addEventListener("htmx:sendError", (evenement) => {
      const formulaire = evenement.detail.elt.closest?.("form.cocher");
      if (!formulaire) return;
      evenement.preventDefault(); // it is kept: nobody says that it is not (hors-ligne.js)
      retenir(formulaire);
    });
    document.body.addEventListener("htmx:afterRequest", (evenement) => {
      const { xhr, elt } = evenement.detail;
      if (xhr.status !== 401 || !elt.matches("form.cocher")) return;
      evenement.preventDefault(); // it does not leave by itself (direct.js)
      retenir(elt, true);
    });
    addEventListener("online", partir);
    document.body.addEventListener("reconnexion", partir);
    partir();
  }
  if (etat === "garder") {
    // A first visit is short, and the cahier is not one of its pages.
    setTimeout(essayer, 500);
    for (const nom of ["travail_publie", "travail_change", "travail_fait", "seance_changee"]) {
      document.body.addEventListener(`cahier_de_textes:${nom}`, () => {
        perimer();
        clearTimeout(garder.bientot);
        garder.bientot = setTimeout(essayer, 10_000 + Math.random() * 20_000);
      });
    }
  }
  if (etat === "lue") {
    addEventListener("online", () => {
      document.querySelector("[data-revenu]").hidden = false;
    });
  }
  const lien = document.querySelector("[data-lire-copie]");
  if (lien) {
    caches.keys().then((noms) => {
      lien.hidden = !noms.some((nom) => nom.startsWith(PREFIXE));
    });
  }
}
