/* Who was seen at the meeting point, children and adults: counted as one ticks, kept on this phone at each tick, sent when one says so, by the
   outbox (boite-d-envoi.js): without network it waits, and joins what the others counted. What others send, and the end, are read as they come. */

const boite = globalThis.boiteDEnvoi;
const aujourdHui = new Date().toDateString();
const EST_COPIE = Boolean(document.querySelector("[data-copie=lue]"));

const dire = (phrase, comptes) => phrase.replace(/%([avmb])/g, (_tout, quoi) => comptes[quoi]);
const en = (zone, nom) => [...zone.querySelectorAll(`input[name=${nom}]`)];
const cocher = (cases) => cases.filter(({ checked }) => checked).length;
/* On a day without class nobody is expected: who is seen, or was, counts alone. */
const compte = (une) => une.checked || !("inattendu" in une.dataset);
const enfants = (zone) => {
  const cases = en(zone, "vu").filter(compte);
  const vus = cocher(cases);
  return { a: cases.length, v: vus, m: cases.length - vus };
};
/* What left, or waits to leave, is what the page shows from now on: only what is touched after it is one's next word. */
const montres = (formulaire) => [...formulaire.querySelectorAll("input[name*=montre]")];
const dater = (formulaire) => {
  for (const montre of montres(formulaire)) {
    const nom = montre.name.replace(/_?montre_?/, "_").replace(/^_|_$/g, "");
    montre.disabled = !en(formulaire, nom).find(({ value }) => value === montre.value)?.checked;
  }
};

/* The adults of a school: ticked as pupils are, or absent; and who passes by, under a name that was typed here or by number. */
class Adultes {
  /* `sont`: whether a count that waits has said some of these. */
  constructor(zone, sont) {
    Object.assign(this, { zone, sont, liste: zone.querySelector("ul"), nom: zone.querySelector("[name=passage_nom]"), nombre: zone.querySelector("[name=passent]") });
    this.ajoutes = []; // typed on this phone
    this.touches = {}; // what one said here, and no more: the page holds what others said
    const bouton = zone.querySelector("[data-ajouter]");
    bouton.hidden = false;
    bouton.addEventListener("click", () => this.ajouter(this.nom.value));
    this.nom.addEventListener("keydown", (evenement) => {
      if (evenement.key !== "Enter") return;
      evenement.preventDefault();
      this.ajouter(this.nom.value);
    });
    zone.addEventListener("change", ({ target }) => this.toucher(target));
  }

  get lignes() {
    return [...this.zone.querySelectorAll("[data-adulte]")].map((ligne) => {
      const [vu, absent] = ligne.querySelectorAll("input[type=checkbox]");
      return { ligne, vu, absent, montres: montres(ligne), cle: `${vu.name}:${vu.value}` };
    });
  }

  toucher(champ) {
    const trouvee = this.lignes.find(({ vu, absent }) => champ === vu || champ === absent);
    if (!trouvee) return;
    const { vu, absent, cle } = trouvee;
    if (champ.checked) (champ === vu ? absent : vu).checked = false;
    const [montreVu, montreAbsent] = trouvee.montres;
    if (vu.checked === !montreVu.disabled && absent.checked === !montreAbsent.disabled && !this.sont(trouvee.montres)) delete this.touches[cle]; // as it stood
    else this.touches[cle] = [vu.checked, absent.checked];
  }

  /* What one said is one's word, whatever the page has learnt since of what others say. */
  parler() {
    for (const { vu, absent, montres: [montreVu, montreAbsent], cle } of this.lignes) {
      if (!this.touches[cle] || this.sont([montreVu, montreAbsent])) continue;
      montreVu.disabled = vu.checked || absent.checked;
      montreAbsent.disabled = true;
    }
  }

  ajouter(brut) {
    const nom = brut.trim().slice(0, 60);
    this.nom.value = "";
    if (!nom) return;
    const connue = this.lignes.find(({ vu }) => vu.name === "passage_vu" && vu.value.toLocaleLowerCase() === nom.toLocaleLowerCase());
    if (!connue) {
      const ligne = document.querySelector("template[data-passage]").content.firstElementChild.cloneNode(true);
      for (const champ of ligne.querySelectorAll("input")) champ.value = nom;
      for (const mot of ligne.querySelectorAll("[data-nom]")) mot.textContent = nom;
      this.liste.append(ligne);
      this.ajoutes.push(nom);
    } else {
      connue.vu.checked = true;
      this.toucher(connue.vu);
    }
    this.zone.dispatchEvent(new Event("change", { bubbles: true }));
  }

  get compte() {
    const absents = this.lignes.filter(({ absent }) => absent.checked);
    const la = this.lignes.filter(({ vu, absent }) => !absent.checked && compte(vu));
    const sansNom = Number(this.zone.dataset.autres) + (Number.parseInt(this.nombre.value, 10) || 0);
    const vus = cocher(la.map(({ vu }) => vu)) + sansNom;
    return { a: la.length + sansNom, v: vus, m: la.length + sansNom - vus, b: absents.length };
  }

  get garde() {
    return { ajoutes: this.ajoutes, touches: this.touches, passent: this.nombre.value };
  }

  /* It arrived: it is nobody's next word any more. */
  laisser() {
    [this.ajoutes, this.touches] = [[], {}];
    this.nombre.defaultValue = this.nombre.value;
  }

  rendre({ ajoutes = [], touches = {}, passent = "" }) {
    for (const nom of ajoutes) this.ajouter(nom);
    for (const { vu, absent, cle } of this.lignes) {
      if (!touches[cle]) continue;
      const [estVu, estAbsent] = touches[cle];
      vu.checked = estVu || (estAbsent && vu.checked); // nobody makes absent whom another saw meanwhile
      absent.checked = estAbsent && !vu.checked;
      this.touches[cle] = touches[cle];
    }
    if (passent) this.nombre.value = passent;
  }
}

/* A count that left while the page was away is forgotten: what is on the page holds it. One that was refused is to be sent again. */
const siens = async () => (boite ? boite.miens().catch(() => []) : []);

const lire = (cle) => {
  try {
    return JSON.parse(localStorage.getItem(cle) ?? "{}");
  } catch {
    return {};
  }
};
const modele = (nom) => document.querySelector(`template[data-${nom}]`).content.firstElementChild.cloneNode(true);
let occupee = false; // what is being sent leads the page elsewhere

/* One school. `avant`: what one had said of it on the page that this one takes the place of. */
const compter = async (formulaire, avant) => {
  const cle = `evacuation:${document.documentElement.dataset.personne}:${formulaire.dataset.evacuation}`;
  const evacuation = formulaire.elements.evacuation.value;
  const fin = new AbortController();
  const cases = en(formulaire, "vu");
  const montree = new Map(en(formulaire, "vu_montre").map((montre) => [montre.value, montre]));
  let touches = {}; // of pupils, as of adults: what one ticked here, and not what others did
  let envoye = ""; // the count that waits, as long as nothing was touched since
  let dits = []; // what counts that wait have said
  const sont = (eux) => eux.some((montre) => dits.includes(`${montre.name}:${montre.value}`));
  const adultes = new Adultes(formulaire.querySelector("[data-adultes]"), sont);
  const ecrire = (zone, quoi, phrase, comptes) => {
    const ou = zone.querySelector(`[data-compte=${quoi}]`);
    if (ou) ou.textContent = dire(phrase, comptes);
  };
  const montrer = () => {
    const { dit, ditEnfants, ditAdultes, ditSurPlace } = formulaire.dataset;
    ecrire(formulaire, "enfants", ditEnfants, enfants(formulaire));
    ecrire(formulaire, "adultes", ditAdultes, adultes.compte);
    for (const zone of formulaire.querySelectorAll("[data-groupe]")) ecrire(zone, "groupe", dit, enfants(zone));
    ecrire(adultes.zone, "groupe", ditSurPlace, adultes.compte);
  };
  const etat = () => ({ jour: aujourdHui, evacuation, touches, envoye, dits, adultes: adultes.garde });
  const garder = () => {
    try {
      localStorage.setItem(cle, JSON.stringify(etat()));
    } catch {
      // A browser may refuse to keep anything: what is ticked stays on the page.
    }
  };
  const oublier = () => {
    try {
      localStorage.removeItem(cle);
    } catch {
      // Nothing was kept.
    }
  };
  const noter = (nom) => {
    formulaire.querySelector("[data-note]")?.remove();
    const note = modele(nom);
    formulaire.append(note);
    return note;
  };
  const garde = avant ?? lire(cle);
  const sien = garde.envoye && (await siens()).find(({ uuid }) => uuid === garde.envoye);
  if (sien?.refus) Object.assign(garde, { envoye: "", dits: [] });
  // What was said of one that ended is of that one. A copy kept without network does not know which one runs.
  const estLaMeme = !garde.evacuation || garde.evacuation === evacuation || EST_COPIE;
  if (garde.jour === aujourdHui && estLaMeme && (!garde.envoye || sien)) {
    ({ touches, envoye, dits } = { touches: {}, envoye: "", dits: [], ...garde });
    for (const une of cases) une.checked = touches[une.value] ?? une.checked;
    adultes.rendre(garde.adultes ?? {});
    for (const montre of montres(formulaire)) montre.disabled &&= !sont([montre]);
    if (envoye) noter("garde-evacuation");
  } else if (garde.jour) oublier();
  formulaire.addEventListener("change", ({ target }) => {
    if (cases.includes(target)) {
      const montre = montree.get(target.value);
      if (target.checked === !montre.disabled && !sont([montre])) delete touches[target.value]; // as it stood
      else touches[target.value] = target.checked;
    }
    envoye = "";
    garder();
    montrer();
  });
  formulaire.addEventListener("input", ({ target }) => target === adultes.nombre && montrer());
  formulaire.addEventListener("submit", () => {
    for (const [qui, vu] of Object.entries(touches)) {
      const montre = montree.get(qui);
      if (montre && !sont([montre])) montre.disabled = vu;
    }
    adultes.parler();
  }, true);
  montrer();
  const ici = {
    evacuation, etat, quitter: () => fin.abort(),
    get aEnvoyer() {
      const { ajoutes, touches: deux } = adultes.garde;
      return Boolean(envoye || adultes.nom.value || ajoutes.length || adultes.nombre.value !== adultes.nombre.defaultValue || [touches, deux].some((dites) => Object.keys(dites).length));
    },
  };
  formulaire.addEventListener("submit", ({ submitter }) => {
    if (!submitter?.hasAttribute("formaction")) return;
    adultes.ajouter(adultes.nom.value); // « C’est fini » takes along what was typed, and not added
    formulaire.elements.fait_le.value = Date.now();
    occupee = true;
  }, true);
  if (!boite) return ici;
  formulaire.addEventListener("submit", async (evenement) => {
    if (evenement.submitter?.hasAttribute("formaction")) return; // the end is asked of a page, and never waits in the outbox
    evenement.preventDefault();
    evenement.stopImmediatePropagation();
    adultes.ajouter(adultes.nom.value); // typed, and not added
    formulaire.elements.fait_le.value = Date.now();
    const uuid = crypto.randomUUID();
    formulaire.elements.numero.value = uuid; // each count is one: the page may send several
    const envoi = {
      uuid, adresse: formulaire.getAttribute("action"), titre: document.querySelector("h1").textContent.trim(), estUnFormulaire: true, le: Date.now(), fichiers: [],
      champs: [...new FormData(formulaire)].filter(([nom]) => nom !== "csrfmiddlewaretoken"),
    };
    occupee = true;
    const sort = await boite.deposer(envoi).catch(() => "direct");
    if (sort === "refuse") await boite.annuler(uuid); // the page itself says why, and keeps what was counted
    if (sort === "direct" || sort === "refuse") formulaire.submit();
    if (sort === "parti") {
      oublier();
      location.reload();
    }
    if (sort !== "garde") return;
    occupee = false;
    dater(formulaire);
    dits = montres(formulaire).filter((montre) => !montre.disabled).map((montre) => `${montre.name}:${montre.value}`);
    envoye = uuid;
    garder();
    noter("garde-evacuation").focus();
  }, true);
  document.body.addEventListener("envoi:arrive", ({ detail }) => {
    if (!envoye || detail?.recu !== envoye) return; // another envelope, or one more thing was touched since
    [touches, envoye, dits] = [{}, "", []];
    adultes.laisser();
    oublier();
    noter("arrive-evacuation");
  }, { signal: fin.signal });
  document.body.addEventListener("envoi:refuse", ({ detail }) => {
    if (!envoye || detail?.uuid !== envoye) return;
    [envoye, dits] = ["", []]; // the box says why; what was counted is here, to be sent again
    formulaire.querySelector("[data-note]")?.remove();
    garder();
  }, { signal: fin.signal });
  return ici;
};

/* What others counted, and that it ended, as soon as it is said: the page is asked for again, and what one touched here and did not send
   is put back on it. */
const comptes = new Map();
const reperer = (champ) => (champ.matches("input") ? `input[type=${champ.type}][name="${champ.name}"]${champ.type === "checkbox" ? `[value="${CSS.escape(champ.value)}"]` : ""}` : "");

const remplacer = async (lieu, neuf) => {
  const ici = comptes.get(lieu);
  const formulaire = neuf.querySelector("form[data-evacuation]");
  const fini = neuf.querySelector("[data-fin]");
  if (ici?.aEnvoyer && !formulaire) {
    // It ended, and something was not sent: that stays, and sending asks what it is of.
    lieu.querySelector("[data-fin]")?.remove();
    if (fini) lieu.querySelector("h2").after(fini);
    return;
  }
  const note = lieu.querySelector("[data-note]:not(.garde)");
  const champ = lieu.contains(document.activeElement) ? reperer(document.activeElement) : "";
  const haut = scrollY;
  ici?.quitter();
  lieu.replaceWith(neuf);
  if (formulaire) {
    comptes.set(neuf, await compter(formulaire, ici?.etat()));
    if (note) formulaire.append(note);
  }
  scrollTo({ top: haut, behavior: "instant" });
  if (champ) neuf.querySelector(champ)?.focus({ preventScroll: true });
};

const relire = async () => {
  const saisie = document.activeElement;
  if (saisie?.matches("[data-lieu] :is(input[type=text], input[type=number])")) {
    saisie.addEventListener("blur", relire, { once: true }); // what is being typed is not taken from under the fingers
    return;
  }
  const enCours = [...document.querySelectorAll("[data-lieu] input[name=evacuation]")].some(({ value }) => value);
  // Once one runs, that another was to begin is past.
  const reponse = await fetch(enCours ? location.pathname : location.href, { redirect: "manual", cache: "no-store", headers: { "X-Copie": "1" } }).catch(() => null);
  const page = reponse?.ok ? new DOMParser().parseFromString(await reponse.text(), "text/html") : null;
  if (!page || occupee || page.querySelector("[data-copie=lue]")) return;
  for (const lieu of document.querySelectorAll("[data-lieu]")) {
    const neuf = page.querySelector(`[data-lieu="${lieu.dataset.lieu}"]`);
    if (neuf) await remplacer(lieu, neuf);
  }
};

for (const formulaire of document.querySelectorAll("form[data-evacuation]")) {
  compter(formulaire).then((ici) => comptes.set(formulaire.closest("[data-lieu]"), ici));
}
if (!EST_COPIE && document.querySelector("[data-lieu]")) {
  for (const nom of ["vie_scolaire:pointage", "reconnexion"]) document.body.addEventListener(nom, relire);
}
