/* Drafts: what is typed in a form that holds [data-brouillon] is kept on this device at once, and by the server two
   seconds later. A closed tab, a lost network or an expired session loses nothing. A draft is its author's: nobody else is
   shown it on a shared computer, and it leaves the device when its author signs out. Each page has its own: two tabs of one form
   erase nothing of each other, and both are offered later. */

const PREFIXE = "brouillon:";
const DELAI = 2000;
const NOUVEL_ESSAI = 30_000;
const moi = document.documentElement.dataset.personne;

/* A browser may refuse to keep anything: the server then keeps alone. */
const coffre = {
  lire: (cle) => {
    try {
      return JSON.parse(localStorage.getItem(cle));
    } catch {
      return null;
    }
  },
  ecrire: (cle, valeur) => {
    try {
      localStorage.setItem(cle, JSON.stringify(valeur));
    } catch {}
  },
  oter: (cle) => {
    try {
      localStorage.removeItem(cle);
    } catch {}
  },
  cles: () => {
    try {
      return Object.keys(localStorage).filter((cle) => cle.startsWith(PREFIXE));
    } catch {
      return [];
    }
  },
};
const aMoi = (cle) => cle.startsWith(`${PREFIXE}${moi}:`);
/* `de`: what was taken up in this page, which leaves once this is kept. */
const corps = (champs, de, jeton) => new URLSearchParams([...champs, ...(de ?? []), ["csrfmiddlewaretoken", jeton]]);

/* The server says which form was accepted. */
const fini = document.cookie.match(/(?:^|; )brouillon_fini="?([^;"]+)/)?.[1];
if (moi && fini) {
  coffre.oter(`${PREFIXE}${moi}:${fini}`);
  document.cookie = "brouillon_fini=; path=/; max-age=0; samesite=lax";
}
/* Signing out takes drafts off this device: what the server has not yet is handed to it first, while the session is still hers.
   Beside the way out, the way out may be first. Without network nobody signs out; three seconds, and it is let go. */
document.addEventListener("submit", (evenement) => {
  const sortie = evenement.target;
  if (!moi || !sortie.matches("[data-sortie=compte]")) return;
  const gardes = coffre.cles().filter(aMoi).map((cle) => [cle, coffre.lire(cle)]);
  const envois = gardes
    .filter(([, garde]) => garde && !garde.envoye)
    .map(([, { adresse, champs, de }]) =>
      fetch(adresse, { method: "POST", body: corps(champs, de, sortie.elements.csrfmiddlewaretoken.value), redirect: "manual", keepalive: true }));
  for (const [cle] of gardes) coffre.oter(cle);
  if (!envois.length) return;
  evenement.preventDefault();
  Promise.race([Promise.allSettled(envois), new Promise((fini) => setTimeout(fini, 3_000))]).then(() => sortie.submit());
});

const paires = (formulaire) =>
  [...new FormData(formulaire)]
    .filter(([nom, v]) => typeof v === "string" && !/^(csrfmiddlewaretoken|brouillon-(cle|repris|repris-a)|numero|envoye-par)$|-geste$/.test(nom))
    .map(([nom, v]) => [nom, v.replaceAll("\r\n", "\n")]);
/* Two forms say the same thing whatever their empty cases, the blanks that end a line, which are not kept, and what their pages had read. */
const mots = (v) => v.replaceAll("\r\n", "\n").replace(/[ \t]+$/gm, "").trim();
const dit = (champs) => JSON.stringify(champs.filter(([n, v]) => !/^version$|^lue?-/.test(n) && v.trim() !== "").map(([n, v]) => [n, mots(v)]));

const suivre = (outil) => {
  const formulaire = outil.closest("form");
  const lui = outil.dataset.brouillon;
  const adresseDe = (nom) => outil.dataset.adresse.replace(lui, nom);
  const ici = (nom) => `${PREFIXE}${moi}:${nom}`;
  const page = formulaire.elements["brouillon-cle"].value;
  const [adresse, cle] = [adresseDe(page), ici(page)];
  const de = [...formulaire.querySelectorAll("[name^=brouillon-repris]")].map((c) => [c.name, c.value]);
  const jeton = formulaire.elements.csrfmiddlewaretoken.value;
  const depart = dit(paires(formulaire));
  const etat = outil.querySelector("[data-brouillon-etat]");
  const reprise = outil.querySelector("[data-brouillon-reprise]");
  let rendezVous = null;
  let parti = false;

  const quand = (instant) => {
    const date = new Date(instant);
    const { lang } = document.documentElement;
    const heure = `${date.getHours()}${lang === "fr" ? "\u00a0h\u00a0" : ":"}${String(date.getMinutes()).padStart(2, "0")}`;
    const jour = date.toLocaleDateString(lang, { day: "numeric", month: "long" });
    const forme = date.toDateString() === new Date().toDateString() ? outil.dataset.a : outil.dataset.le;
    return forme.replace("%j", lang === "fr" ? jour.replace(/^1 /, "1er ") : jour).replace("%h", heure);
  };
  const dire = (modele) => {
    etat.hidden = false;
    etat.textContent = etat.dataset[modele].replace("%s", quand(Date.now()));
  };

  /* What to offer, page by page, the last one first: what this device could not send, else what the server holds. */
  const duServeur = JSON.parse(outil.querySelector("script[type='application/json']")?.textContent ?? "[]");
  const offerts = new Map(duServeur.map((garde) => [garde.cle, { ...garde, vu: garde.a }]));
  for (const locale of coffre.cles().filter((c) => c === ici(lui) || c.startsWith(ici(`${lui}~`)))) {
    const garde = coffre.lire(locale);
    const nom = locale.slice(ici("").length);
    if (garde?.envoye) coffre.oter(locale); // sent: the server has it, or it was ended on another device
    else if (garde && garde.a > Number(outil.dataset.depuis ?? 0)) offerts.set(nom, { ...garde, cle: nom, vu: offerts.get(nom)?.vu });
  }
  let offert = null;
  const proposer = () => {
    const present = dit(paires(formulaire));
    const autres = [...offerts.values()].sort((g, h) => h.a - g.a).filter(({ champs }) => dit(champs) !== present);
    [offert] = autres;
    reprise.hidden = !offert;
    if (!offert) return;
    const phrase = reprise.querySelector("[data-modele]");
    // Of several, that there are more: erased, one gives its place to the next.
    const rang = autres.length > 1 ? ` (1/${autres.length})` : "";
    phrase.textContent = phrase.dataset.modele.replace("%s", quand(offert.a)) + rang;
    const pli = formulaire.closest("details");
    if (pli) pli.open = true;
  };

  const envoyer = async () => {
    clearTimeout(rendezVous);
    rendezVous = null;
    const garde = coffre.lire(cle) ?? { champs: paires(formulaire), a: Date.now() };
    if (garde.envoye) return;
    try {
      // A sign-in page is a redirection: it is not followed, and nothing is taken for kept.
      const reponse = await fetch(adresse, { method: "POST", body: corps(garde.champs, de, jeton), redirect: "manual" });
      if (parti) return;
      if (reponse.status !== 204) throw new Error(String(reponse.status));
      const present = coffre.lire(cle);
      if (present?.a === garde.a) coffre.ecrire(cle, { ...present, envoye: true });
      dire("garde");
    } catch {
      if (parti) return;
      dire("ici");
      rendezVous = setTimeout(envoyer, NOUVEL_ESSAI);
    }
  };
  const effacer = (nom) => {
    coffre.oter(ici(nom));
    fetch(adresseDe(nom), { method: "DELETE", headers: { "X-CSRFToken": jeton }, redirect: "manual", keepalive: true }).catch(() => {});
  };
  const oublier = () => {
    clearTimeout(rendezVous);
    rendezVous = null;
    etat.hidden = true;
    effacer(page);
  };
  const garder = () => {
    const champs = paires(formulaire);
    // Erased by hand; a page that came back, or in which something was taken up, began with what is not to be forgotten.
    if (dit(champs) === depart && !("suite" in outil.dataset)) {
      oublier();
      return;
    }
    coffre.ecrire(cle, { champs, a: Date.now(), adresse, de, envoye: false });
    clearTimeout(rendezVous);
    rendezVous = setTimeout(envoyer, DELAI);
  };

  formulaire.addEventListener("input", garder);
  formulaire.addEventListener("change", garder);
  formulaire.addEventListener("depot:arrive", garder);
  formulaire.addEventListener("submit", (e) => {
    if (e.defaultPrevented || !navigator.onLine) return; // without network it stays
    // The answer says whether it was accepted; until then the device keeps it.
    parti = true;
    clearTimeout(rendezVous);
    const garde = coffre.lire(cle);
    if (garde) coffre.ecrire(cle, { ...garde, envoye: false });
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) parti = false;
  });
  addEventListener("online", () => coffre.lire(cle)?.envoye === false && envoyer());
  addEventListener("pagehide", () => {
    const garde = coffre.lire(cle);
    if (!parti && garde && !garde.envoye) navigator.sendBeacon(adresse, corps(garde.champs, de, jeton));
  });

  outil.querySelector("[data-brouillon-effacer]").addEventListener("click", () => {
    offerts.delete(offert.cle);
    if (offert.cle === page) oublier();
    else effacer(offert.cle);
    document.dispatchEvent(new CustomEvent("brouillon:efface", { detail: offert.cle }));
    proposer();
    formulaire.querySelector("[contenteditable], textarea:not([hidden]), input:not([type=hidden], [type=radio])")?.focus();
  });
  outil.querySelector("[data-brouillon-reprendre]").addEventListener("click", () => {
    // The page itself draws what was typed, blocks and files included: a gesture of the editor, which sends nothing.
    const retour = document.createElement("form");
    retour.method = "post";
    retour.action = formulaire.action;
    retour.hidden = true;
    const nom = formulaire.querySelector("[data-editeur]")?.dataset.nom ?? "contenu";
    // In a page of its own: what was typed in this one stays a draft, and so does what another tab goes on writing in that one.
    const nouvelle = `${lui}~${Math.random().toString(36).slice(2, 10).padEnd(8, "0")}`;
    const sien = [["brouillon-repris", offert.cle], ["brouillon-repris-a", String(offert.vu ?? 0)]];
    const pris = offert.vu || !offert.de?.length ? sien : offert.de; // never sent: what it took up itself is still there
    coffre.oter(ici(offert.cle));
    coffre.ecrire(ici(nouvelle), { champs: offert.champs, a: offert.a, adresse: adresseDe(nouvelle), de: pris, envoye: false });
    parti = true;
    const deplus = [["csrfmiddlewaretoken", jeton], ["brouillon-cle", nouvelle], ...pris, [`${nom}-geste`, "reprendre-tout"]];
    for (const [n, valeur] of [...offert.champs, ...deplus]) {
      const champ = document.createElement("input");
      champ.type = "hidden";
      champ.name = n;
      champ.value = valeur;
      retour.append(champ);
    }
    document.body.append(retour);
    retour.submit();
  });
  proposer();
};
if (moi) for (const outil of document.querySelectorAll("form [data-brouillon]")) suivre(outil);
