/* Handing in: tools that open one at a time, what was chosen shown in small, and the whole given to the outbox. Where the
   device keeps nothing, the form leaves by itself as it would without script. */

const COTE = 2000; // of a photo, in pixels: what a page needs, a tenth of what a phone takes
const LEGERE = 400_000;

/* A photo in small; what this browser cannot read (HEIC) leaves as it is, and the school reads it. */
const reduire = async (fichier) => {
  if (!/^image\/(jpeg|png|webp)$/.test(fichier.type) || fichier.size < LEGERE) return fichier;
  try {
    const image = await createImageBitmap(fichier);
    const echelle = Math.min(1, COTE / Math.max(image.width, image.height));
    const toile = new OffscreenCanvas(Math.round(image.width * echelle), Math.round(image.height * echelle));
    toile.getContext("2d").drawImage(image, 0, 0, toile.width, toile.height);
    const petite = await toile.convertToBlob({ type: "image/jpeg", quality: 0.85 });
    const nom = `${fichier.name.replace(/\.\w+$/, "")}.jpg`;
    return petite.size < fichier.size ? new File([petite], nom, { type: "image/jpeg" }) : fichier;
  } catch {
    return fichier;
  }
};

const apercevoir = async (fichier, toile) => {
  try {
    const image = await createImageBitmap(fichier);
    const echelle = Math.max(toile.width / image.width, toile.height / image.height);
    const [l, h] = [image.width * echelle, image.height * echelle];
    toile.getContext("2d").drawImage(image, (toile.width - l) / 2, (toile.height - h) / 2, l, h);
    toile.hidden = false;
    toile.nextElementSibling.hidden = true;
  } catch {
    /* The icon stays. */
  }
};

const numero = () =>
  crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

const installer = (formulaire) => {
  const un = (choix) => formulaire.querySelector(choix);
  const [texte, uuid, paquet, phrase, bouton] = ["[name=texte]", "[name=uuid]", "[data-paquet]", "[data-dit]", "button[type=submit]"].map(un);
  const planche = un("[data-dessin]");
  formulaire.dataset.pret = "";
  const coffre = `saisie:${document.documentElement.dataset.personne}:dessin:${formulaire.getAttribute("action")}`;
  let pieces = []; // { cle, fichier }
  let garde = null; // the number of what waits for the network
  let refuse = null; // and of what was refused from this page: its words are still in their field

  /* Refused things of this work say no more once they are taken away, or something else is sent. Words that are nowhere else stay. */
  const oublierLesRefus = async () => {
    const estDepasse = (envoi) =>
      envoi.adresse === formulaire.getAttribute("action") && (envoi.uuid === refuse || !envoi.texte?.trim() || envoi.texte === texte.value);
    await globalThis.boiteDEnvoi?.oublier(estDepasse);
  };

  const dire = (mot, genre = "main") => {
    phrase.className = `avis avis--${genre === "parti" ? "fait" : "attente"}`;
    phrase.querySelectorAll(".icone").forEach((icone) => icone.toggleAttribute("hidden", !icone.classList.contains(`icone--${genre}`)));
    phrase.querySelector("span").textContent = mot;
    phrase.dataset.lire = mot; // who does not read hears it, by « Écouter » or touching it
    phrase.hidden = !mot;
  };
  // Something is there: nothing is asked for any more.
  const taire = (plein) => plein && phrase.dataset.lire === bouton.dataset.vide && dire("");
  const montrer = () => {
    taire(pieces.length);
    paquet.replaceChildren(
      ...pieces.map((piece) => {
        const ligne = un("[data-patron]").content.firstElementChild.cloneNode(true);
        const outil = piece.cle && un('[data-ouvrir="voix"]');
        ligne.querySelector(".paquet__nom").textContent = outil ? outil.textContent.trim() : piece.fichier.name;
        if (outil) ligne.querySelector(".paquet__icone").replaceChildren(outil.querySelector("svg").cloneNode(true));
        ligne.querySelector("[data-retirer]").addEventListener("click", () => {
          pieces = pieces.filter((p) => p !== piece);
          if (piece.cle) un(`[data-${piece.cle}]`)?.dispatchEvent(new CustomEvent("oublier"));
          montrer();
          oublierLesRefus();
        });
        if (piece.fichier.type.startsWith("image/")) apercevoir(piece.fichier, ligne.querySelector("canvas"));
        return ligne;
      }),
    );
    paquet.hidden = !pieces.length;
    if (pieces.length) bouton.scrollIntoView({ block: "nearest" });
  };
  /* While the school reads them, and of the one that it refused. */
  const marquerLesPieces = (etat) => {
    for (const ligne of paquet.children) {
      for (const dite of ligne.querySelectorAll("[data-etat]")) dite.hidden = dite.dataset.etat !== etat;
      ligne.querySelector("[data-retirer]").hidden = etat === "controle";
    }
  };
  const remplacer = (cle, fichier) => {
    pieces = [...pieces.filter((p) => p.cle !== cle), ...(fichier ? [{ cle, fichier }] : [])];
    montrer();
  };

  formulaire.querySelectorAll("[data-ouvrir]").forEach((outil) => {
    const atelier = un(`[data-atelier="${outil.dataset.ouvrir}"]`);
    if (atelier.querySelector('[data-etat="impossible"]')) return;
    outil.hidden = false;
    if (outil.dataset.ouvrir === "texte") atelier.hidden = !texte.value;
    outil.setAttribute("aria-expanded", !atelier.hidden);
    outil.addEventListener("click", () => {
      const ouvre = atelier.hidden;
      formulaire.querySelectorAll("[data-ouvrir]").forEach((autre) => {
        const sien = un(`[data-atelier="${autre.dataset.ouvrir}"]`);
        sien.hidden = !(autre === outil && ouvre);
        autre.setAttribute("aria-expanded", autre === outil && ouvre);
      });
      if (!ouvre) return;
      atelier.querySelector("textarea, button").focus({ preventScroll: true });
      atelier.scrollIntoView({ block: "nearest" });
    });
  });
  formulaire.querySelectorAll("[data-choisir]").forEach((entree) =>
    entree.addEventListener("change", async () => {
      const choisis = [...entree.files];
      entree.value = "";
      for (const fichier of choisis) pieces.push({ fichier: await reduire(fichier) });
      montrer();
    }),
  );
  formulaire.addEventListener("enregistre", ({ detail }) => remplacer("enregistreur", detail.fichier));
  /* A tool that is closed and holds something says so. */
  const marquer = (nom, plein) => {
    taire(plein);
    un(`[data-ouvrir="${nom}"]`).classList.toggle("outil--plein", plein);
  };
  /* A drawing is kept on the device until it is sent or cleared, under its author's number as words are (saisies.js): it leaves
     when they sign out, and nobody else is shown it. */
  const garderLeDessin = (gestes) => {
    try {
      if (!gestes.length) return localStorage.removeItem(coffre);
      const enPixels = (_nom, valeur) => (typeof valeur === "number" ? Math.round(valeur) : valeur);
      localStorage.setItem(coffre, JSON.stringify({ formulaire: coffre, champs: [], a: Date.now(), envoye: false, gestes }, enPixels));
    } catch {} // a browser may refuse to keep anything
  };
  const reprendreLeDessin = () => {
    try {
      const garde = JSON.parse(localStorage.getItem(coffre));
      if (!garde) return;
      planche.reprendre(garde.gestes);
      un('[data-ouvrir="dessin"]').click();
    } catch {}
  };
  formulaire.addEventListener("dessine", ({ detail }) => {
    marquer("dessin", !detail.vide);
    garderLeDessin(planche.gestes());
  });
  if (planche) reprendreLeDessin();
  texte.addEventListener("input", () => marquer("texte", !!texte.value.trim()));

  const vers = (fichiers) => {
    const transfert = new DataTransfer();
    fichiers.forEach((fichier) => transfert.items.add(fichier));
    un("[data-choisir][multiple]").files = transfert.files;
    formulaire.submit();
  };
  formulaire.addEventListener("submit", async (evenement) => {
    evenement.preventDefault();
    if (bouton.getAttribute("aria-busy")) return;
    const dessin = await planche?.exporter();
    const fichiers = [...pieces.map((p) => p.fichier), ...(dessin ? [dessin] : [])];
    if (un('[name="fichiers-deposes"]:checked')) return vers(fichiers); // the school keeps a part of it: the outbox has not the whole
    if (!fichiers.length && !texte.value.trim()) {
      dire(bouton.dataset.vide);
      return;
    }
    bouton.setAttribute("aria-busy", "true");
    garderLeDessin([]); // the outbox has it from now on
    marquerLesPieces("controle");
    const envoi = {
      uuid: uuid.value, adresse: formulaire.getAttribute("action"), titre: formulaire.dataset.titre, texte: texte.value,
      evenement: formulaire.dataset.evenement,
      fichiers: fichiers.map((contenu) => ({ contenu, nom: contenu.name })),
    };
    let sort;
    try {
      if (!globalThis.boiteDEnvoi) throw new Error("nothing is kept on this device");
      await oublierLesRefus();
      sort = await globalThis.boiteDEnvoi.deposer(envoi);
    } catch {
      if (navigator.onLine) return vers(fichiers);
      garderLeDessin(planche?.gestes() ?? []); // nothing leaves, nothing is kept: it stays as it is made
      marquerLesPieces("");
      bouton.removeAttribute("aria-busy");
      return;
    }
    bouton.removeAttribute("aria-busy");
    uuid.value = numero();
    garde = sort === "garde" ? envoi.uuid : null;
    refuse = sort === "refuse" ? envoi.uuid : null;
    if (refuse) { // the words and the other pieces stay: one takes away what was refused, and sends again
      garderLeDessin(planche?.gestes() ?? []);
      marquerLesPieces(pieces.length === 1 ? "refus" : "");
      dire("");
      return;
    }
    pieces = [];
    montrer();
    formulaire.querySelectorAll("[data-dessin], [data-enregistreur]").forEach((e) => e.dispatchEvent(new CustomEvent("oublier")));
    dire(formulaire.dataset[garde && globalThis.boiteDEnvoi.dehors ? "dehors" : sort] ?? "", sort);
    texte.value = "";
    marquer("texte", false);
    formulaire.querySelectorAll("[data-atelier]").forEach((e) => (e.hidden = true));
    formulaire.querySelectorAll("[data-ouvrir]").forEach((e) => e.setAttribute("aria-expanded", "false"));
    phrase.scrollIntoView({ block: "nearest" });
  });
  /* What waited for the network has left, or was refused: the box says why. */
  document.body.addEventListener("envoi:arrive", ({ detail }) => {
    if (garde && detail?.recu === garde) dire(formulaire.dataset.parti, "parti");
  });
  document.body.addEventListener("envoi:refuse", ({ detail }) => garde && detail.uuid === garde && dire(""));
  /* What a refused envelope held comes back where it was made, beside what was made since; refused from this page, it never left it. */
  document.body.addEventListener("reprendre", (evenement) => {
    const { detail } = evenement;
    if (detail.adresse !== formulaire.getAttribute("action")) return;
    evenement.preventDefault();
    if (detail.uuid === refuse) return;
    const dessine = planche?.gestes().length ? "dessin.png" : ""; // kept with its strokes already
    const rendus = detail.fichiers.filter(({ nom }) => nom !== dessine).map(({ contenu, nom }) => ({ fichier: new File([contenu], nom, { type: contenu.type }) }));
    pieces.push(...rendus);
    if (rendus.length) montrer();
    if (!detail.texte) return;
    if (texte.value !== detail.texte) texte.value = [detail.texte, texte.value].filter(Boolean).join("\n");
    un('[data-atelier="texte"]').hidden = false;
    un('[data-ouvrir="texte"]').setAttribute("aria-expanded", "true");
    marquer("texte", true);
    texte.focus();
  });
};

document.querySelectorAll("[data-rendre]").forEach(installer);
document.addEventListener("submit", ({ target }) => {
  if (target.dataset.reprendre) globalThis.boiteDEnvoi?.enlever(target.dataset.reprendre);
});
