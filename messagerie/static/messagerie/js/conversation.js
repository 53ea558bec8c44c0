/* A thread, live: what arrives is shown at once, what was missed is asked for, what one writes waits in the outbox until the
   school has it. Bubbles are made by bulles.js. */

const echange = document.getElementById("echange");
const redaction = document.querySelector("[data-redaction]");

if (echange && globalThis.bulles) {
  const { bulles } = globalThis;
  const mots = echange.dataset;
  const fil = Number(mots.fil);
  const page = document.scrollingElement;
  const jeton = JSON.parse(document.body.getAttribute("data-hx-headers"))["X-CSRFToken"];
  let revision = Number(mots.revision);
  let dernier = Number(mots.dernier);
  let lu = Number(mots.lu);
  let demande = null;
  let aRefaire = false;

  const enBas = () => page.scrollHeight - page.scrollTop - innerHeight < 160;
  const descendre = () => page.scrollTo({ top: page.scrollHeight });

  const poster = (adresse, donnees) =>
    fetch(adresse, { method: "POST", body: new URLSearchParams(donnees), headers: { "X-CSRFToken": jeton }, keepalive: true });

  /* What this page missed: after a reconnection, or when a number is missing. One question at a time; what happens while it is
     asked may not be in its answer, so it is asked once more. */
  const rattraper = () => {
    if (demande) aRefaire = true;
    demande ??= (async () => {
      aRefaire = false;
      try {
        let encore = true;
        while (encore) {
          const attendaient = bulles.attendent(); // what is written while the question travels is not in its answer
          const reponse = await fetch(`${mots.suite}?revision=${revision}`, { redirect: "manual", headers: { Accept: "application/json" } });
          if (!reponse.ok) return;
          const suite = await reponse.json();
          const colle = enBas();
          suite.messages.forEach(bulles.poser);
          if (!suite.encore) {
            const attendent = new Set(suite.attentes.map((m) => m.uuid));
            suite.attentes.forEach(bulles.poser);
            attendaient.filter((u) => !attendent.has(u)).forEach(bulles.enlever);
          }
          if (suite.messages.length && colle) descendre();
          ({ revision, dernier, encore } = suite);
          bulles.curseurs(suite.curseurs);
          if (suite.peut_ecrire !== Boolean(redaction)) location.reload();
        }
      } catch {
        /* No network: the reconnection asks again. */
      } finally {
        demande = null;
        lire();
        if (aRefaire) rattraper();
      }
    })();
    return demande;
  };

  let prevu = null;
  const lire = () => {
    if (document.hidden || lu >= dernier || prevu) return;
    prevu = setTimeout(async () => {
      prevu = null;
      if (document.hidden || lu >= dernier) return;
      const jusqua = dernier;
      try {
        if ((await poster(mots.avancer, { lu: jusqua, recu: jusqua })).ok) lu = jusqua;
        document.body.dispatchEvent(new CustomEvent("nouvelles:lues", { detail: {} }));
      } catch {
        /* Read again later. */
      }
    }, 300);
  };

  const recevoir = ({ detail: { id, message } }) => {
    if (id !== fil) return;
    if (message.revision > revision + 1) return rattraper();
    if (demande && !message.numero) aRefaire = true; // no revision tells an older answer from what waits
    const colle = enBas() || message.auteur === mots.moi;
    bulles.poser(message);
    revision = Math.max(revision, message.revision);
    dernier = Math.max(dernier, message.numero ?? 0);
    if (colle) descendre();
    return lire();
  };
  document.body.addEventListener("messagerie:message:entier", recevoir);
  document.body.addEventListener("messagerie:message_change:entier", recevoir);
  document.body.addEventListener("messagerie:curseur", ({ detail }) => detail.id === fil && rattraper());
  document.body.addEventListener("messagerie:fil_change", ({ detail }) => detail.id === fil && location.reload());
  document.body.addEventListener("messagerie:suite", rattraper);
  document.body.addEventListener("ouverture", rattraper); // what came between the page and its socket
  document.body.addEventListener("reconnexion", rattraper);
  document.addEventListener("visibilitychange", lire);

  /* The gestures of a message open under it; without script the link leads to a page of its own. */
  const gestesDe = (bulle) => ["plus", "gestes"].map((champ) => bulle.querySelector(`[data-champ=${champ}]`));
  const replier = (bulle) => {
    const [lien, place] = gestesDe(bulle);
    if (place.contains(document.activeElement)) lien.focus({ preventScroll: true }); // not lost with the button
    place.replaceChildren();
    lien.setAttribute("aria-expanded", "false");
  };
  echange.addEventListener("click", (evenement) => {
    const lien = evenement.target.closest("[data-champ=plus]");
    if (!lien) return;
    evenement.preventDefault();
    const [, place] = gestesDe(lien.closest(".bulle"));
    if (place.firstElementChild) return replier(lien.closest(".bulle"));
    // Under the last message they open behind the line where one writes.
    return globalThis.htmx.ajax("GET", lien.getAttribute("href"), { target: place, swap: "innerHTML" }).then(() => {
      lien.setAttribute("aria-expanded", String(Boolean(place.firstElementChild)));
      place.scrollIntoView({ block: "nearest" });
    });
  });
  /* A correction that was begun is not lost by a key. */
  echange.addEventListener("keydown", (evenement) => {
    const bulle = evenement.target.closest(".bulle:has(.gestes)");
    if (evenement.key !== "Escape" || !bulle || [...bulle.querySelectorAll("textarea")].some((t) => t.value !== t.defaultValue)) return;
    replier(bulle);
  });
  document.body.addEventListener("messagerie:suite", () => echange.querySelectorAll(".bulle:has(.gestes)").forEach(replier));

  /* What is written at the foot hides nothing of the last message, however tall it gets (quiet hours, an open panel). */
  const pied = document.querySelector(".redaction");
  let hauteur = 0;
  if (pied) {
    new ResizeObserver(() => {
      const colle = enBas();
      const grandit = pied.offsetHeight > hauteur;
      hauteur = pied.offsetHeight;
      document.documentElement.style.setProperty("--hauteur-redaction", `${hauteur}px`);
      if (colle && grandit) descendre();
    }).observe(pied);
  }

  /* Beside it on a wide screen, the list first shows this thread; it stays where it was put when news come. */
  const boite = document.querySelector(".conversations--a-cote");
  boite?.addEventListener("htmx:load", () => {
    const ici = boite.querySelector("[aria-current]");
    if (ici) boite.scrollTop = ici.offsetTop + ici.offsetHeight - boite.clientHeight;
  }, { once: true });

  if (redaction) installerLaRedaction();
  /* « Écrire » leads to the line where one writes (#redaction), which is always there: what is read above it is the last words. */
  const arriver = () => document.getElementById("nouveaux")?.scrollIntoView() ?? descendre();
  if (!location.hash || location.hash === "#redaction") arriver();
  /* A photo comes after its message, a font after its words, and both are tall: who was at the end stays there, its foot is not behind the line
     where one writes. */
  let auBas = enBas();
  let haut = page.scrollTop;
  const suivre = () => {
    // It grows before it is said to be there: who did not scroll up has left nothing.
    auBas = enBas() || (auBas && page.scrollTop >= haut);
    haut = page.scrollTop;
  };
  addEventListener("scroll", suivre, { passive: true });
  new ResizeObserver(() => auBas && descendre()).observe(echange);
  lire();
  // The page is asked what it missed once it listens; the socket may have opened before this script came.
  if (document.body.dataset.direct === "ouvert") rattraper();

  function installerLaRedaction() {
    const [texte, uuid, cite, phrase, garde] = ["[data-texte]", "[name=uuid]", "[name=en_reponse_a]", "[data-phrase]", "[name=brouillon]"].map((s) => redaction.querySelector(s));
    const fichiers = redaction.querySelector("input[type=file]");
    const enregistreur = redaction.querySelector("[data-enregistreur]");
    let voix = null;
    let brouillon = null;

    const neuf = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
    /* `garde`: the draft as this page last knew it. What another device writes since is not erased by what leaves from here. */
    const garderLeBrouillon = () => {
      clearTimeout(brouillon);
      brouillon = setTimeout(() => {
        const mot = texte.value;
        poster(mots.brouillon, mot ? { texte: mot } : { texte: mot, avant: garde.value }).then(({ ok }) => {
          if (!ok) return;
          garde.value = mot;
          tenirIci();
        }).catch(() => {});
      }, 800);
    };
    /* What the school does not have yet, on this device and for its author: a page left without network loses no word. */
    const ici = `fil:${document.documentElement.dataset.personne}:${mots.fil}`;
    const tenirIci = () => {
      try {
        if (texte.value === garde.value || document.body.classList.contains("eleve")) localStorage.removeItem(ici);
        else localStorage.setItem(ici, JSON.stringify({ texte: texte.value, avant: garde.value }));
      } catch {} // a browser may refuse to keep anything
    };
    try {
      const tenu = JSON.parse(localStorage.getItem(ici) ?? "null");
      // Written elsewhere meanwhile, that stands above.
      if (tenu) texte.value = tenu.avant === garde.value ? tenu.texte : [texte.value, tenu.texte].filter(Boolean).join("\n");
      if (tenu) garderLeBrouillon();
    } catch {}
    texte.addEventListener("input", tenirIci);
    texte.addEventListener("input", garderLeBrouillon);
    /* Nothing that is typed or pasted is cut: near the end the box says what is left, then what is too much. */
    const reste = redaction.querySelector("[data-reste]");
    const direLeReste = () => {
      const n = Number(texte.dataset.longueur) - [...texte.value.trim()].length;
      reste.hidden = n > 200;
      reste.classList.toggle("erreur", n < 0);
      reste.textContent = (n < 0 ? reste.dataset.trop : reste.dataset.reste).replace("%s", Math.abs(n).toLocaleString(document.documentElement.lang));
      return n;
    };
    texte.addEventListener("input", direLeReste);
    direLeReste();
    /* On a keyboard Enter sends and Shift+Enter goes to the line; under a thumb Enter goes to the line. */
    texte.addEventListener("keydown", (evenement) => {
      if (evenement.key !== "Enter" || evenement.isComposing || evenement.shiftKey) return;
      if (!evenement.ctrlKey && !matchMedia("(pointer: fine)").matches) return;
      evenement.preventDefault();
      redaction.requestSubmit();
    });
    enregistreur?.addEventListener("enregistre", ({ detail }) => (voix = detail.fichier));
    /* What will leave with the words stays in sight: the panel closes once it is empty. */
    const joindre = redaction.querySelector(".redaction__joindre");
    joindre.addEventListener("toggle", () => {
      if (voix || redaction.querySelector(".depot__fichier")) joindre.open = true;
    });
    echange.addEventListener("click", (evenement) => {
      const lien = evenement.target.closest("[data-repondre]");
      if (!lien) return;
      evenement.preventDefault();
      const bulle = lien.closest(".bulle");
      cite.value = lien.dataset.repondre;
      const ligne = redaction.querySelector("[data-cite]");
      ligne.hidden = false;
      ligne.querySelector("span").textContent = bulle.querySelector("[data-champ=texte]").textContent.slice(0, 90) || ligne.dataset.cite;
      replier(bulle);
      texte.focus();
    });
    redaction.querySelector("[data-sans-cite]")?.addEventListener("click", (evenement) => {
      evenement.preventDefault();
      cite.value = "";
      redaction.querySelector("[data-cite]").hidden = true;
    });

    const montrerEnAttente = (envoi, etat) =>
      bulles.poser({
        uuid: envoi.uuid, numero: null, revision: 0, auteur: mots.moi, nom: "", texte: envoi.texte, jour: "", heure: "", le: "", attend: false,
        est_rappele: false, est_urgent: false, est_modifie: false, est_automatique: false, reponse: null, pieces: [], reactions: {}, etat,
      });

    /* A file that the school refused holds the message back: it would leave without what it speaks of. */
    const refuses = () => [...redaction.querySelectorAll(".depot__fichier--refuse")];
    const direLesRefus = () => {
      const noms = refuses().map((f) => f.dataset.nom);
      phrase.textContent = phrase.dataset.refuse.replace("%s", () => new Intl.ListFormat(document.documentElement.lang).format(noms));
      phrase.hidden = false;
      redaction.querySelector(".redaction__joindre").open = true;
      redaction.querySelector(".depot__fichier--refuse button").focus();
      phrase.scrollIntoView({ block: "nearest" });
    };
    redaction.addEventListener("depot:refuse", (evenement) => {
      if (!evenement.detail.estAttendu) return;
      evenement.preventDefault(); // said here
      direLesRefus();
    });
    redaction.addEventListener("click", ({ target }) => {
      if (target.closest(".depot__retirer") && !refuses().length) phrase.hidden = true;
    });

    redaction.addEventListener("submit", (evenement) => {
      if (!globalThis.boiteDEnvoi) return; // this device keeps nothing: the form leaves by itself
      evenement.preventDefault();
      if (refuses().length) return direLesRefus();
      if (direLeReste() < 0) return texte.focus();
      if (redaction.querySelector(".depot__fichier input[disabled]")) return; // still leaving, one by one
      envoyer([]);
    });
    redaction.addEventListener("depot:confie", (evenement) => {
      if (!globalThis.boiteDEnvoi || direLeReste() < 0) return;
      evenement.preventDefault();
      envoyer(evenement.detail.fichiers);
    });
    /* `confies`: files that could not leave before it. */
    const envoyer = async (confies) => {
      const deposes = [...redaction.querySelectorAll("input[name=fichiers-deposes]:not([disabled])")];
      const champs = deposes.map((d) => ["fichiers-deposes", d.value]);
      const avant = garde.value;
      champs.push(["brouillon", avant]);
      if (cite.value) champs.push(["en_reponse_a", cite.value]);
      for (const nom of ["urgence", "aux_foyers"]) {
        const element = redaction.elements[nom];
        if (element && (element.type === "checkbox" ? element.checked : element.value)) champs.push([nom, element.value]);
      }
      const libres = deposes.length ? [] : [...(fichiers?.files ?? [])];
      const joints = [...confies, ...[...libres, ...(voix ? [voix] : [])].map((f) => ({ contenu: f, nom: f.name }))];
      const mot = texte.value.trim();
      if (!mot && !champs.some(([n]) => n === "fichiers-deposes") && !joints.length) return texte.focus();
      const envoi = { uuid: uuid.value, adresse: redaction.getAttribute("action"), texte: mot, fichiers: joints, champs, titre: mot.slice(0, 40), le: Date.now(), evenement: "messagerie:parti" };
      uuid.value = neuf();
      clearTimeout(brouillon);
      redaction.reset();
      texte.value = garde.value = "";
      tenirIci();
      direLeReste();
      cite.value = "";
      voix = null;
      redaction.querySelector("[data-cite]").hidden = true;
      redaction.querySelectorAll(".depot__fichier").forEach((f) => f.remove());
      redaction.querySelector("details[open]")?.removeAttribute("open");
      enregistreur?.dispatchEvent(new CustomEvent("oublier"));
      phrase.hidden = true;
      montrerEnAttente(envoi, mots.envoi);
      descendre();
      const sort = await globalThis.boiteDEnvoi.deposer(envoi).catch(() => "direct");
      if (sort === "direct") {
        // This device keeps nothing, its storage full or refused: it leaves by itself, or stays as it is written.
        if (!(await globalThis.boiteDEnvoi.parUnFormulaire(envoi))) reprendre(envoi);
        return;
      }
      if (sort === "garde") {
        montrerEnAttente(envoi, globalThis.boiteDEnvoi.dehors ? mots.dehors : mots.garde);
        descendre(); // what the box says is under it
      }
      if (sort === "refuse") await rendre(envoi.uuid);
      if (!texte.value) poster(mots.brouillon, { texte: "", avant }).catch(() => {});
    };

    /* Refused: the words come back under the pen, with the reason; and so do they once it had waited, or from another page (boite-d-envoi.js). */
    const reprendre = ({ uuid: numero, texte: mot, fichiers: joints }) => {
      bulles.retirer(numero);
      texte.value = [mot, texte.value].filter(Boolean).join("\n");
      texte.dispatchEvent(new Event("input", { bubbles: true }));
      if (fichiers && joints.length) {
        const transfert = new DataTransfer();
        for (const { contenu, nom } of joints) transfert.items.add(new File([contenu], nom, { type: contenu.type }));
        fichiers.files = transfert.files;
        fichiers.dispatchEvent(new Event("change", { bubbles: true }));
      }
      texte.focus();
    };
    const rendre = async (numero) => {
      const refuse = (await globalThis.boiteDEnvoi.miens()).find((e) => e.uuid === numero);
      if (!refuse) return;
      reprendre(refuse);
      phrase.textContent = refuse.refus;
      phrase.hidden = false;
      await globalThis.boiteDEnvoi.oublier(({ uuid: sien }) => sien === numero);
    };
    document.body.addEventListener("reprendre", (evenement) => {
      if (evenement.detail.adresse !== redaction.getAttribute("action")) return;
      evenement.preventDefault();
      reprendre(evenement.detail);
    });

    /* Its draft was kept by the school while the session lasted: what left, or waits here, is not offered as still to be sent. */
    const vider = (mot) => {
      if (mot && texte.value.trim() === mot.trim()) texte.value = "";
    };
    document.body.addEventListener("messagerie:parti", ({ detail }) => {
      if (detail.message?.fil !== fil) return;
      vider(detail.message.texte);
      const colle = enBas();
      bulles.poser(detail.message);
      if (colle) descendre(); // « Partira… » takes a line more than « Envoi… »
      dernier = Math.max(dernier, detail.message.numero ?? 0);
      rattraper();
    });
    globalThis.boiteDEnvoi?.miens().then((envois) =>
      envois.filter((e) => e.adresse === redaction.getAttribute("action") && !e.refus).sort((a, b) => a.le - b.le).forEach((e) => {
        for (const mot of [e.texte, new Map(e.champs).get("brouillon")]) vider(mot);
        montrerEnAttente(e, mots.garde);
      }),
    );
  }
}
