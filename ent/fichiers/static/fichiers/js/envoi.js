/* Files of a form ([data-depot]): each leaves at once by its own request, two at a time, under a number drawn here. What is
   chosen is kept on this device until the school has it: a cut, a closed page or an expired session lose nothing, and the
   number lets nothing arrive twice. The form waits for the last file, and for the school to have read it. What is kept is its owner's,
   for a day. In a form whose words are kept as a draft (brouillon.js), files are of its page: they come back with its words, once
   taken up, and never in another item that is begun. In a form that says [data-sans-garde] (a paper of health), nothing is kept: a closed page is then lost. */

const ENSEMBLE = 2;
const GARDE = 24 * 3600 * 1000;
const ATTENTE_MAX = 30_000;
const GUET_MAX = 15_000;

let ouverte = null;
const magasin = async (mode, geste) => {
  ouverte ??= new Promise((reussir, echouer) => {
    const demande = indexedDB.open("depots", 1);
    demande.onupgradeneeded = () => demande.result.createObjectStore("depots", { keyPath: "envoi" });
    demande.onsuccess = () => {
      demande.result.onversionchange = () => demande.result.close(); // signing out erases it (hors-ligne.js)
      reussir(demande.result);
    };
    demande.onerror = () => echouer(demande.error);
  });
  const transaction = (await ouverte).transaction("depots", mode);
  const demande = geste(transaction.objectStore("depots"));
  return new Promise((reussir, echouer) => {
    transaction.oncomplete = () => reussir(demande.result);
    transaction.onabort = transaction.onerror = () => echouer(transaction.error);
  });
};
/* A browser that keeps nothing (private window, full disk) still sends: only the closed page is then lost. */
const garder = (depot) => magasin("readwrite", (m) => m.put(depot)).catch(() => {});
const oublier = (envoi) => magasin("readwrite", (m) => m.delete(envoi)).catch(() => {});
const tous = () => magasin("readonly", (m) => m.getAll()).catch(() => []);

const installer = (racine) => {
  const { cle, personne, lieu, adresse } = racine.dataset;
  if (!cle || racine.depot) return;
  const champ = racine.querySelector("input[type=file]");
  const [liste, modele, etat, compte, annonce] = ["liste", "modele", "etat", "compte", "annonce"].map((n) => racine.querySelector(`[data-depot-${n}]`));
  const barre = etat.querySelector("progress");
  const formulaire = racine.closest("form");
  const sansGarde = formulaire?.matches("[data-sans-garde]");
  const brouillon = formulaire?.querySelector("[data-brouillon]");
  const page = formulaire?.elements["brouillon-cle"]?.value;
  const limites = JSON.parse(racine.dataset.limites);
  const lot = new Map(); // by envoi: { envoi, nom, octets, partis, etat, contenu, li, requete }
  let attente = 1000;
  let rendezVous = null;
  let [guet, veille] = [null, 1000];
  let cause = "encore";
  let aSoumettre = null;
  let estRetrouve = false; // chosen in a page that was closed since, with what was asked of it
  let dernierQuart = -1;
  racine.depot = true;
  racine.dataset.pret = "";

  const dire = (phrase, valeurs = {}) => phrase.replace(/\{(\w+)\}/g, (_tout, nom) => valeurs[nom] ?? "");
  const poids = (octets, deTrop = {}) => {
    const [n, unite] = octets >= 1e6 ? [octets / 1e6, "megabyte"] : [Math.max(1, octets / 1e3), "kilobyte"];
    return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: unite, maximumFractionDigits: n < 10 ? 1 : 0, ...deTrop }).format(n);
  };
  // What is over the limit reads over it, as in `limites.py`: 25,1 MB, never « 25 MB, the limit is 25 MB ».
  const poidsDeTrop = (octets, limite) =>
    poids(octets) === poids(limite) ? poids(Math.ceil(octets / 1e5) * 1e5, { maximumFractionDigits: 1 }) : poids(octets);
  const selon = (...etats) => [...lot.values()].filter((d) => etats.includes(d.etat));

  /* Files leave by themselves, their form does not: it is said where one believes that it did, or that it will. */
  const etApres = (suite) => {
    const apres = aSoumettre && ["coupe", "panne"].includes(suite) ? "ensuite" : suite === "fini" && estRetrouve ? "aToucher" : null;
    const bouton = aSoumettre?.[0] ?? formulaire?.querySelector("button.bouton[type=submit]:not(.bouton--second, .bouton--discret)");
    return apres && bouton ? ` ${dire(racine.dataset[apres], { bouton: bouton.textContent.trim() })}` : "";
  };
  const montrer = () => {
    const [restants, arrives] = [selon("attend", "part", "controle"), selon("arrive")];
    const total = restants.length + arrives.length;
    etat.hidden = total === 0;
    if (!total) return;
    const suivis = [...restants, ...arrives];
    barre.max = suivis.reduce((s, d) => s + d.octets, 0) || 1;
    barre.value = suivis.reduce((s, d) => s + ({ arrive: d.octets, controle: 0.9 * d.octets }[d.etat] ?? d.partis), 0);
    const [un, plusieurs] = racine.dataset.nombre.split("|");
    const nombre = dire(arrives.length > 1 ? plusieurs : un, { n: arrives.length, total });
    const suite = selon("attend", "part").length ? cause : restants.length ? "lecture" : "fini";
    const phrase = `${dire(racine.dataset[suite], { compte: nombre })}${etApres(suite)}`;
    compte.textContent = phrase;
    // Said aloud four times, and when something changes: not forty.
    const quart = `${suite}${restants.length ? Math.floor((4 * arrives.length) / total) : "fini"}`;
    if (quart !== dernierQuart) annonce.textContent = phrase;
    dernierQuart = quart;
  };

  const ligne = (depot) => {
    const li = modele.content.firstElementChild.cloneNode(true);
    li.querySelector("bdi").textContent = depot.nom;
    li.querySelector("small").textContent = poids(depot.octets);
    const retirer = li.querySelector("button");
    retirer.lastElementChild.textContent = dire(retirer.lastElementChild.textContent, { nom: depot.nom });
    retirer.addEventListener("click", () => {
      depot.requete?.abort();
      lot.delete(depot.envoi);
      oublier(depot.envoi);
      (li.nextElementSibling?.querySelector("button") ?? champ).focus();
      li.remove();
      montrer();
      avancer();
      annonce.textContent = dire(racine.dataset.enleve, { nom: depot.nom });
    });
    liste.append(li);
    return li;
  };

  const tenir = (depot, etat, mots) => {
    Object.assign(depot, { etat, contenu: null });
    depot.li.querySelector("small").textContent = mots;
    if (!sansGarde) garder({ envoi: depot.envoi, cle, page, personne, nom: depot.nom, octets: depot.octets, le: depot.le });
  };
  const recevoir = (depot, recu) => {
    if (recu.erreur) return refuser(depot, recu.erreur);
    if (recu.etat !== "controle") return arriver(depot, recu);
    tenir(depot, "controle", racine.dataset.controle);
    depot.li.classList.add("depot__fichier--attend");
    guet ??= setTimeout(guetter, veille);
  };
  const estLa = (recu) => Boolean(recu?.uuid && liste.querySelector(`[data-uuid="${recu.uuid}"]`)); // drawn by the page itself
  /* An item holds it, or the page. */
  const oter = (depot, recu) => {
    lot.delete(depot.envoi);
    if (!recu) oublier(depot.envoi);
    depot.li.remove();
  };
  /* What the school is still reading, asked again less and less often. */
  const guetter = async () => {
    const connus = await connaitre(selon("controle"));
    [guet, veille] = [null, Math.min(1.5 * veille, GUET_MAX)];
    for (const depot of connus ? selon("controle") : []) {
      const recu = connus[depot.envoi];
      if (recu === null || estLa(recu)) oter(depot, recu);
      else recevoir(depot, recu ?? { erreur: dire(racine.dataset.refuse, { nom: depot.nom }) });
    }
    if (selon("controle").length) guet ??= setTimeout(guetter, veille);
    avancer();
  };
  const connaitre = (depots) => {
    const demande = new URLSearchParams(depots.map((d) => ["envoi", d.envoi]));
    return fetch(`${adresse}?${demande}`, { redirect: "error", cache: "no-store" }).then((r) => r.json()).then((r) => r.envois).catch(() => null);
  };

  const arriver = (depot, recu) => {
    depot.uuid = recu.uuid;
    tenir(depot, "arrive", recu.taille);
    veille = 1000;
    const cache = depot.li.querySelector("input[type=hidden]");
    Object.assign(cache, { value: recu.uuid, disabled: false });
    depot.li.dataset.uuid = recu.uuid;
    depot.li.classList.remove("depot__fichier--attend");
    if (recu.vignette) {
      const image = Object.assign(new Image(56, 56), { src: recu.vignette, alt: "", loading: "lazy", className: "depot__vignette" });
      depot.li.querySelector(".depot__vignette").replaceWith(image);
    }
    racine.dispatchEvent(new CustomEvent("depot:arrive", { bubbles: true, detail: recu }));
  };

  const refuser = (depot, phrase) => {
    depot.etat = "refuse";
    const estAttendu = Boolean(aSoumettre);
    aSoumettre = null; // what was asked for is not what would be sent
    depot.li ??= ligne(depot);
    depot.li.dataset.nom = depot.nom; // its line says why from now on
    depot.li.classList.remove("depot__fichier--attend");
    depot.li.classList.add("depot__fichier--refuse");
    depot.li.querySelector("bdi").textContent = phrase;
    depot.li.querySelector("small").textContent = "";
    annonce.textContent = phrase;
    oublier(depot.envoi);
    racine.dispatchEvent(new CustomEvent("depot:refuse", { bubbles: true, detail: { estAttendu } }));
  };

  /* The answer is the school's only if it is in JSON: a page in its place is a sign-in, a restart or a proxy. */
  const lire = (requete) => {
    if (!requete.getResponseHeader("Content-Type")?.startsWith("application/json")) return null;
    try {
      return JSON.parse(requete.responseText);
    } catch {
      return null;
    }
  };
  const jeton = () => formulaire?.elements.csrfmiddlewaretoken?.value ?? JSON.parse(document.body.getAttribute("data-hx-headers") ?? "{}")["X-CSRFToken"] ?? "";

  const plusTard = (depot, pourquoi) => {
    Object.assign(depot, { etat: "attend", partis: 0 });
    cause = pourquoi;
    clearTimeout(rendezVous);
    rendezVous = setTimeout(reprendre, attente / 2 + Math.random() * (attente / 2));
    attente = Math.min(2 * attente, ATTENTE_MAX);
    montrer();
  };
  const reprendre = () => {
    clearTimeout(rendezVous);
    rendezVous = null;
    avancer();
  };

  const envoyer = (depot) => {
    const requete = new XMLHttpRequest();
    Object.assign(depot, { etat: "part", partis: 0, requete });
    const corps = new FormData();
    corps.set("envoi", depot.envoi);
    corps.set("lieu", lieu);
    corps.set("fichier", depot.contenu, depot.nom);
    requete.open("POST", adresse);
    requete.setRequestHeader("X-CSRFToken", jeton());
    requete.upload.addEventListener("progress", ({ loaded }) => {
      depot.partis = Math.min(loaded, depot.octets);
      montrer();
    });
    requete.addEventListener("loadend", () => {
      if (!lot.has(depot.envoi)) return; // taken away meanwhile
      const recu = lire(requete);
      if (recu?.uuid) {
        [attente, cause] = [1000, "encore"];
        recevoir(depot, recu);
      } else if (recu?.erreur) {
        refuser(depot, recu.erreur);
      } else if (requete.status === 413) {
        refuser(depot, dire(racine.dataset.refuse, { nom: depot.nom }));
      } else {
        return plusTard(depot, recu?.panne ? "panne" : [200, 403].includes(requete.status) ? "session" : "coupe");
      }
      avancer();
    });
    requete.send(corps);
  };

  const avancer = () => {
    montrer();
    if (rendezVous) return;
    for (const depot of selon("attend").slice(0, ENSEMBLE - selon("part").length)) envoyer(depot);
    if (aSoumettre && !selon("attend", "part", "controle").length) {
      const [bouton] = aSoumettre;
      aSoumettre = null;
      formulaire.requestSubmit(bouton);
    }
  };

  const ajouter = async (fichiers) => {
    for (const fichier of fichiers) {
      const depot = { envoi: crypto.randomUUID?.() ?? numero(), nom: fichier.name, octets: fichier.size, partis: 0, etat: "attend", contenu: fichier, le: Date.now() };
      lot.set(depot.envoi, depot);
      const nature = fichier.type.split("/")[0].replace("audio", "son");
      const limite = limites[nature] ?? limites.document ?? Infinity;
      // What is no longer kept leaves its place to what is chosen instead.
      const presents = liste.querySelectorAll(".depot__fichier:not(.depot__fichier--refuse, :has(.depot__garder input:not(:checked)))").length;
      if (fichier.size > limite) {
        refuser(depot, dire(racine.dataset.lourd, { nom: depot.nom, taille: poidsDeTrop(fichier.size, limite), limite: poids(limite) }));
      } else if (presents >= Number(racine.dataset.maximum)) {
        refuser(depot, dire(racine.dataset.trop, { nom: depot.nom }));
      } else {
        depot.li = ligne(depot);
        depot.li.classList.add("depot__fichier--attend");
        if (!sansGarde) await garder({ envoi: depot.envoi, cle, page, personne, nom: depot.nom, octets: depot.octets, le: depot.le, contenu: fichier });
      }
    }
    avancer();
  };

  /* Of this page, or of what it took up; or chosen in a page that was closed before it had any word to keep. */
  const dIci = (garde) => {
    if (!brouillon || garde.page === page) return true;
    if ([...formulaire.querySelectorAll("[name=brouillon-repris]")].some((c) => c.value === garde.page)) return true;
    return Boolean(garde.contenu) && !aDesMots(brouillon, personne, garde.page);
  };

  const deplier = () => {
    for (let repli = racine.closest("details"); repli; repli = repli.parentElement.closest("details")) repli.open = true;
  };
  /* A page opened again: what has arrived meanwhile is asked to the school, again and again where it does not answer; the rest leaves again. */
  const retrouver = async () => {
    const gardes = await tous();
    const perimes = gardes.filter((d) => d.personne !== personne || Date.now() - d.le > GARDE);
    perimes.forEach((d) => oublier(d.envoi));
    const miens = gardes.filter((d) => d.cle === cle && dIci(d) && !perimes.includes(d) && !lot.has(d.envoi)).sort((a, b) => a.le - b.le);
    if (!miens.length) return;
    const connus = await connaitre(miens);
    for (const garde of miens) {
      const recu = connus || garde.contenu ? connus?.[garde.envoi] : { etat: "controle" };
      if (recu === null || (!recu && !garde.contenu) || estLa(recu)) {
        if (!recu) oublier(garde.envoi); // an item holds it, or the school forgot it
        continue;
      }
      const depot = { ...garde, partis: 0, etat: "attend" };
      lot.set(depot.envoi, depot);
      estRetrouve = true;
      depot.li = ligne(depot);
      if (garde.page !== page) garder({ ...garde, page });
      if (recu) recevoir(depot, recu);
      else depot.li.classList.add("depot__fichier--attend");
    }
    if (lot.size) deplier(); // it would leave unseen with what is written next
    avancer();
  };

  const prendre = () => {
    if (champ.files.length) ajouter([...champ.files]);
    champ.value = "";
  };
  champ.addEventListener("change", prendre);
  /* What was refused holds the form back: it would leave without what it speaks of. A page may say so in its own words. */
  const tenirPourUnRefus = () => {
    const lignes = [...liste.querySelectorAll(".depot__fichier--refuse:has(.depot__retirer)")];
    if (!lignes.length) return false;
    if (!racine.dispatchEvent(new CustomEvent("depot:refuse", { bubbles: true, cancelable: true, detail: { estAttendu: true } }))) return true;
    const noms = new Intl.ListFormat(document.documentElement.lang).format(lignes.map((li) => li.dataset.nom));
    etat.hidden = false;
    annonce.textContent = compte.textContent = dire(racine.dataset.retirer, { nom: noms });
    deplier();
    lignes[0].querySelector(".depot__retirer").focus();
    return true;
  };
  /* Without network a room may keep the whole, words and files, to leave later: they are in this form no more. */
  const confier = () => {
    const restent = selon("attend", "part");
    if ((navigator.onLine && cause !== "coupe") || selon("controle").length || !restent.every((d) => d.contenu)) return false;
    const detail = { fichiers: restent.map(({ contenu, nom }) => ({ contenu, nom })) };
    if (racine.dispatchEvent(new CustomEvent("depot:confie", { bubbles: true, cancelable: true, detail }))) return false;
    for (const depot of restent) {
      oter(depot, null);
      depot.requete?.abort();
    }
    montrer();
    return true;
  };
  formulaire?.addEventListener("submit", (evenement) => {
    const refuse = tenirPourUnRefus();
    if (!refuse && !selon("attend", "part", "controle").length) return;
    evenement.preventDefault();
    evenement.stopImmediatePropagation();
    if (refuse || confier()) return;
    aSoumettre = [evenement.submitter];
    montrer();
    annonce.textContent = compte.textContent;
    etat.scrollIntoView({ block: "center" }); // the button is at the end of a long page: whoever tapped it reads what is awaited
  }, { capture: true });
  addEventListener("online", reprendre);
  champ.required = false; // the school judges: what is deposited counts
  for (const rendu of liste.querySelectorAll("[data-envoi]")) {
    const depot = { envoi: rendu.dataset.envoi, nom: rendu.querySelector("bdi").textContent, octets: 0, partis: 0, le: Date.now() };
    lot.set(depot.envoi, depot);
    depot.li = ligne(depot);
    rendu.replaceWith(depot.li);
    recevoir(depot, { etat: "controle" });
  }
  retrouver();
  prendre(); // chosen while this script was still on its way
};

/* A draft of that page is on this device, or the server offers it. */
const aDesMots = (brouillon, personne, page) => {
  const offerts = JSON.parse(brouillon.querySelector("script[type='application/json']")?.textContent ?? "[]");
  if (offerts.some((offert) => offert.cle === page)) return true;
  try {
    return localStorage.getItem(`brouillon:${personne}:${page}`) !== null;
  } catch {
    return false;
  }
};
/* What was begun is thrown away: its files are forgotten with its words. */
document.addEventListener("brouillon:efface", async ({ detail }) => {
  for (const garde of await tous()) if (garde.page === detail) oublier(garde.envoi);
});

/* Without a secure context (a trial on a local network) the browser draws no number by itself. */
const numero = () => {
  const o = crypto.getRandomValues(new Uint8Array(16));
  o[6] = (o[6] & 15) | 64;
  o[8] = (o[8] & 63) | 128;
  return [...o].map((x, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + x.toString(16).padStart(2, "0")).join("");
};

const chercher = (ou) => ou.querySelectorAll?.("[data-depot]").forEach(installer);
chercher(document);
document.body.addEventListener("htmx:load", ({ target }) => chercher(target));
