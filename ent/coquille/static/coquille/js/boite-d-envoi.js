/* What one hands in waits here, on the device, until the school says that it has it: a cut, a closed page, an expired
   session lose nothing, and the number drawn beforehand lets nothing arrive twice. On a shared tablet each envelope bears
   the person's number: it leaves under that person's session alone, with the token of that moment. */

const ENCORE = 30_000;
const PATIENCE = 180_000;
const DEBIT = 16; // bytes by millisecond, of the slowest link that is waited for
const panneau = document.getElementById("boite");
const moi = document.documentElement.dataset.personne;

let base = null;
const ouvrir = () => {
  base ??= new Promise((reussir, echouer) => {
    const demande = indexedDB.open("boite-d-envoi", 1);
    demande.onupgradeneeded = () => demande.result.createObjectStore("envois", { keyPath: "uuid" }).createIndex("personne", "personne");
    demande.onsuccess = () => reussir(demande.result);
    demande.onerror = () => echouer(demande.error);
  });
  return base;
};
const magasin = async (mode, geste) => {
  const transaction = (await ouvrir()).transaction("envois", mode);
  const demande = geste(transaction.objectStore("envois"));
  return new Promise((reussir, echouer) => {
    transaction.oncomplete = () => reussir(demande.result);
    transaction.onabort = transaction.onerror = () => echouer(transaction.error);
  });
};
const garder = (envoi) => magasin("readwrite", (m) => m.put(envoi));
const enlever = (uuid) => magasin("readwrite", (m) => m.delete(uuid));
const miens = () => magasin("readonly", (m) => m.index("personne").getAll(moi));

/* Who is signed in on this device now, and the token of their session: nobody where that leads to the door; nothing when it cannot be known. */
const quiEstLa = async () => {
  const reponse = await fetch(panneau.dataset.quiEstLa, { redirect: "manual", headers: { Accept: "application/json" }, cache: "no-store" });
  if (reponse.type === "opaqueredirect") return { personne: null };
  return reponse.ok && reponse.headers.get("Content-Type")?.startsWith("application/json") ? reponse.json() : null;
};

/* What became of one is told on every page of its author that is open on this device: the one that sent it, and those where it was written. */
const pages = globalThis.BroadcastChannel && moi && panneau ? new BroadcastChannel(`boite-d-envoi:${moi}`) : null;
const annoncer = (noms, detail) => {
  for (const nom of noms) if (nom) document.body.dispatchEvent(new CustomEvent(nom, { detail }));
};
const dire = (noms, detail) => {
  annoncer(noms, detail);
  pages?.postMessage([noms, detail]);
};
pages?.addEventListener("message", ({ data }) => {
  annoncer(...data);
  afficher().catch(() => {});
});

const patience = ({ fichiers }) => PATIENCE + Math.round(fichiers.reduce((total, { contenu }) => total + (contenu.size ?? 0), 0) / DEBIT);

/* Says whether those behind it may leave: not where nobody may for now (signed out, busy, restarting). */
const envoyer = async (envoi, jeton) => {
  const corps = new FormData();
  if (!envoi.estUnFormulaire) {
    corps.set("uuid", envoi.uuid);
    corps.set("texte", envoi.texte);
  }
  for (const [nom, valeur] of envoi.champs ?? []) corps.append(nom, valeur);
  for (const { contenu, nom, champ = "fichiers" } of envoi.fichiers) corps.append(champ, contenu, nom);
  const reponse = await fetch(envoi.adresse, {
    method: "POST", body: corps, redirect: "manual", signal: AbortSignal.timeout(patience(envoi)),
    headers: { "X-CSRFToken": jeton, "X-Boite": envoi.uuid },
  });
  const dit = reponse.headers.get("Content-Type")?.startsWith("application/json") ? await reponse.json() : {};
  if (reponse.ok && dit.recu === envoi.uuid) {
    // Received, but for what these say: they wait to be read.
    if (dit.reserves?.length) await garder({ ...envoi, refus: dit.reserves.join(" "), estUnFormulaire: false, champs: [], fichiers: [] });
    else await enlever(envoi.uuid);
    dire(["envoi:arrive", envoi.evenement], dit);
    return true;
  }
  if (![404, 413, 422].includes(reponse.status) && !(reponse.status === 403 && dit.phrase)) {
    return reponse.status >= 400 && reponse.status < 500 && reponse.status !== 429; // refused without a word: it waits, alone
  }
  if ((await quiEstLa())?.personne !== moi) return false; // another child took the tablet meanwhile: not a refusal
  await garder({ ...envoi, refus: dit.phrase || panneau.dataset.refus, perdu: dit.perdu });
  dire(["envoi:refuse"], { uuid: envoi.uuid });
  return true;
};

const lents = new Set(); // did not leave in their time: tried again behind the others
const enSonTemps = async (envoi, jeton) => {
  try {
    return await envoyer(envoi, jeton);
  } catch (erreur) {
    if (erreur.name !== "TimeoutError") throw erreur;
    lents.add(envoi.uuid);
    return true;
  }
};

let dehors = false; // what waits does so for its author to come in again, not for the network
const vider = async () => {
  dehors = false;
  try {
    const aEnvoyer = (await miens()).filter((envoi) => !envoi.refus).sort((a, b) => lents.has(a.uuid) - lents.has(b.uuid) || (a.le ?? 0) - (b.le ?? 0)); // as written
    const qui = aEnvoyer.length || gardeAilleurs() ? await quiEstLa() : null;
    dehors = qui !== null && qui.personne !== moi;
    if (qui?.personne === moi) {
      for (const envoi of aEnvoyer) if (!(await enSonTemps(envoi, qui.jeton))) break;
    }
  } catch {
    /* No network: the next event tries again. */
  }
  await afficher();
};
/* One page at a time sends; the others wait for their turn, then find nothing left. */
const chacunSonTour = (geste) => (navigator.locks ? navigator.locks.request("boite-d-envoi", geste) : geste());
const essayer = () => chacunSonTour(vider);

/* The page itself shows again all that was typed, and what is to be corrected: it is sent as its own form would. The envelope stays until the
   school says that its page shows it, or took it (`EnvoisGardes`): a cut on the way loses nothing. */
const RELU = /(?:^|; )envoi_relu="?([^;"]+)/;
const oublierLeRelu = async () => {
  const relu = document.cookie.match(RELU)?.[1];
  if (!relu) return;
  await enlever(relu);
  document.cookie = "envoi_relu=; path=/; max-age=0; samesite=lax";
};
const parUnFormulaire = async (envoi) => {
  const qui = await quiEstLa().catch(() => null);
  if (qui?.personne !== moi) return false;
  const mots = envoi.estUnFormulaire ? [["envoi-relu", envoi.uuid]] : [["uuid", envoi.uuid], ["texte", envoi.texte]];
  const retour = document.createElement("form");
  Object.assign(retour, { method: "post", enctype: "multipart/form-data", action: envoi.adresse, hidden: true });
  const ajouter = (type, nom) => {
    const champ = Object.assign(document.createElement("input"), { type, name: nom });
    retour.append(champ);
    return champ;
  };
  for (const [nom, valeur] of [...envoi.champs, ...mots, ["csrfmiddlewaretoken", qui.jeton]]) ajouter("hidden", nom).value = valeur;
  for (const { contenu, nom, champ = "fichiers" } of envoi.fichiers) {
    const transfert = new DataTransfer();
    transfert.items.add(new File([contenu], nom, { type: contenu.type }));
    ajouter("file", champ).files = transfert.files;
  }
  document.body.append(retour);
  retour.submit();
  return true;
};

/* What was refused goes once its words are elsewhere: in the field that wrote them, which takes them back (« reprendre ») on its own page, where one
   is led; where that page is no more, they are read here, whole. */
/* Of a form that no page shows any more, what was written in it, were it one word: not what its page and its boxes say (keys, days, numbers). */
const DE_LA_PAGE = /^(numero|version|envoye-par|envoi-relu)$/;
const EN_CLE = /^(on|[a-z]*[\d_:-][\w:-]*|\P{L}*)$/u;
const enClair = (valeur) => new DOMParser().parseFromString(valeur, "text/html").body.textContent.trim();
const phrases = ({ champs }) => champs.filter(([nom]) => !DE_LA_PAGE.test(nom)).map(([, v]) => enClair(v)).filter((v) => !EN_CLE.test(v)).join(" · ");
const ici = location.pathname + location.search;
const comprendre = async (envoi, phrase) => {
  const estRepris = !document.body.dispatchEvent(new CustomEvent("reprendre", { detail: envoi, cancelable: true }));
  const { page, fichiers, perdu } = envoi;
  const texte = perdu ? phrases(envoi) : envoi.texte;
  if (!estRepris && !perdu && (texte || fichiers.length) && page && page !== ici) {
    if (await fetch(page, { redirect: "error", cache: "no-store", headers: { "X-Copie": "1" } }).then(({ ok }) => ok, () => false)) return location.assign(page);
  }
  if (!estRepris && texte && !phrase.querySelector("q")) {
    return phrase.append(document.createElement("br"), Object.assign(document.createElement("q"), { textContent: texte, dir: "auto" }));
  }
  await enlever(envoi.uuid);
  return afficher();
};

let rendezVous = null;
const afficher = async () => {
  const envois = await miens();
  const [envoyables, ailleurs] = [envois.filter((envoi) => !envoi.refus).length, gardeAilleurs()];
  const attendent = envoyables + ailleurs;
  for (const ligne of panneau.querySelectorAll("[data-un]")) {
    ligne.hidden = !attendent || "dehors" in ligne.dataset !== dehors;
    ligne.querySelector("span").textContent = (attendent === 1 ? ligne.dataset.un : ligne.dataset.plusieurs).replace("%s", attendent);
  }
  panneau.querySelectorAll("[data-refuse]").forEach((element) => element.remove());
  const refuses = envois.filter((e) => e.refus);
  for (const envoi of "unALaFois" in panneau.dataset ? refuses.slice(-1) : refuses) { // a child reads one thing
    const refuse = panneau.querySelector("template").content.firstElementChild.cloneNode(true);
    refuse.querySelector("span").textContent = `${envoi.titre || panneau.dataset.sansTitre} : ${envoi.refus}`;
    const [compris, corriger] = ["[data-compris]", "[data-corriger]"].map((choix) => refuse.querySelector(choix));
    compris.hidden = !!envoi.estUnFormulaire && !envoi.perdu;
    compris.addEventListener("click", () => comprendre(envoi, refuse.querySelector("span")));
    if (corriger) {
      corriger.hidden = !envoi.estUnFormulaire || !!envoi.perdu;
      corriger.addEventListener("click", () => parUnFormulaire(envoi));
    }
    panneau.append(refuse);
  }
  panneau.hidden = !envois.length && !ailleurs;
  document.body.dispatchEvent(new CustomEvent("boite"));
  clearTimeout(rendezVous);
  if (envoyables) rendezVous = setTimeout(essayer, ENCORE);
};

if (moi && panneau && window.indexedDB && !globalThis.boiteDEnvoi) {
  /* Kept first, sent afterwards. Gives what became of it: « parti », « garde » until the network, « refuse ». */
  globalThis.boiteDEnvoi = {
    deposer: async (envoi) => {
      await garder({ ...envoi, personne: moi, page: ici });
      navigator.storage?.persist?.();
      await essayer();
      const reste = (await miens()).find(({ uuid }) => uuid === envoi.uuid);
      if (reste?.refus) panneau.scrollIntoView({ block: "nearest" });
      return reste ? (reste.refus ? "refuse" : "garde") : "parti";
    },
    get dehors() {
      return dehors;
    },
    miens,
    enlever,
    parUnFormulaire,
    essayer,
    /* What was refused and is of no more use: something else was sent, or it was taken away. */
    oublier: async (estDepasse) => {
      for (const envoi of await miens()) if (envoi.refus && estDepasse(envoi)) await enlever(envoi.uuid);
      await afficher();
    },
    /* Before it leaves; what is being sent is waited for. Says whether it was still here. */
    annuler: (uuid) =>
      chacunSonTour(async () => {
        const etaitLa = (await miens()).some((envoi) => envoi.uuid === uuid);
        await enlever(uuid);
        await afficher();
        return etaitLa;
      }),
  };
  addEventListener("online", essayer);
  document.addEventListener("visibilitychange", () => document.hidden || essayer());
  document.body.addEventListener("reconnexion", essayer);
  document.body.addEventListener("attente", essayer);
  oublierLeRelu().then(essayer).catch(() => {}); // a device that keeps nothing sends at once, by the form itself
}
