/* The roll: everybody is there but those one touches; the mode says what a touch means, and a second touch takes it back. What is typed
   stands in the form's own fields: without script the form is all there is. It leaves by the outbox (boite-d-envoi.js): with the
   network at once, without, later and once, and meanwhile it is shown as kept. */

const boite = globalThis.boiteDEnvoi;
const formulaires = document.querySelectorAll("form[data-appel]");
const maintenant = () => new Date().toTimeString().slice(0, 5);
const enMots = (heure) => heure.replace(/^0?(\d+):(\d+)$/, "$1\u00a0h\u00a0$2");
const dire = (phrase, mot) => phrase.replace("%s", mot);

const lire = (ligne) => {
  const champ = (genre) => ligne.querySelector(`[data-heure=${genre}] input`);
  return { absent: ligne.querySelector("input[type=checkbox]"), arrive: champ("arrive"), parti: champ("parti"), revenu: champ("revenu"), attendu: ligne.dataset.attendu };
};

const COMPTES = { absent: "absents", retard: "retards", depart: "departs", "": "presents" };

/* What a touch means, by mode. */
const est = (champ) => Boolean(champ.value || champ.required);
/* `attendu`: the hour that the family told, while it is to come. */
const demander = (champ, finie, attendu = "") => {
  const dit = est(champ);
  champ.required = finie && !dit; // the hour of now says nothing of a half-day that is over: it is asked
  champ.value = dit ? "" : finie ? attendu : [attendu, maintenant()].sort().at(-1);
};
const TOUCHES = {
  absent: ({ absent, arrive, parti, revenu }) => {
    absent.checked = !absent.checked;
    if (absent.checked) {
      arrive.value = parti.value = revenu.value = "";
      arrive.required = parti.required = false;
    }
  },
  retard: ({ absent, arrive, attendu }, finie) => {
    demander(arrive, finie, attendu);
    if (est(arrive)) absent.checked = false;
  },
  depart: ({ absent, parti, revenu }, finie) => {
    demander(parti, finie);
    if (est(parti)) absent.checked = false;
    else revenu.value = "";
  },
};

/* The copy that a phone keeps is of the day it was made: the half-day is that of the phone's own clock, and what families told for
   another is not of this one. */
const dater = (formulaire) => {
  const { classe, apresMidi } = formulaire.dataset;
  if (!classe) return;
  const [jour, heure] = [new Date().toLocaleDateString("sv-SE"), maintenant()];
  const adresse = `${classe}${jour}/${heure < apresMidi ? "matin" : "apres_midi"}/`;
  if (formulaire.dataset.appel === adresse) return;
  formulaire.dataset.appel = adresse;
  for (const ligne of formulaire.querySelectorAll("[data-detail]")) {
    delete ligne.dataset.annonce;
    delete ligne.dataset.attendu;
    lire(ligne).absent.checked = false;
  }
  for (const dit of formulaire.querySelectorAll("small[data-etat]")) dit.textContent = "";
};

/* Kept for the day without network, beside what other rooms keep for this person (agent.js). */
const copier = async () => {
  const adresses = document.querySelector("[data-copies]")?.dataset.copies.split(" ") ?? [];
  if (!boite || !("caches" in globalThis) || !adresses.length) return;
  const cache = await caches.open(`copie-${document.documentElement.dataset.personne}`);
  for (const adresse of adresses) {
    const reponse = await fetch(adresse, { redirect: "manual", cache: "no-store", headers: { "X-Copie": "1" } });
    if (reponse.ok) await cache.put(adresse, reponse);
  }
};

class Appel {
  constructor(formulaire) {
    dater(formulaire);
    this.formulaire = formulaire;
    this.mots = formulaire.querySelector("[data-pied]")?.dataset;
    this.lignes = [...formulaire.querySelectorAll("[data-detail]")];
    this.peut = Boolean(this.mots);
    if (this.peut) this.retrouver();
    formulaire.querySelector("[data-grille]").addEventListener("click", (evenement) => this.toucher(evenement.target.closest("[data-eleve]")));
    for (const ligne of this.lignes) {
      ligne.addEventListener("change", ({ target }) => {
        const { absent, arrive, parti, revenu } = lire(ligne);
        if (target === absent && absent.checked) {
          arrive.value = parti.value = revenu.value = "";
          arrive.required = parti.required = false;
        }
        else if (target.value) absent.checked = target === absent && absent.checked;
        this.montrer();
        this.tenir();
      });
    }
    this.montrer();
  }

  /* What was touched and not sent is kept in this tab, of this person, for the roll as this page read it: a way back, a page loaded again lose
     nothing. */
  get coffre() {
    return `appel:${document.documentElement.dataset.personne}:${this.formulaire.dataset.appel}`;
  }

  get champs() {
    return [...new FormData(this.formulaire)].filter(([nom]) => nom.includes("-"));
  }

  tenir() {
    try {
      const dits = { version: this.formulaire.elements.version.value, champs: this.champs };
      if (JSON.stringify(dits.champs) === this.lus) sessionStorage.removeItem(this.coffre);
      else sessionStorage.setItem(this.coffre, JSON.stringify(dits));
    } catch {} // a browser may refuse to keep anything
  }

  lacher() {
    try {
      sessionStorage.removeItem(this.coffre);
    } catch {}
  }

  retrouver() {
    this.lus = JSON.stringify(this.champs);
    try {
      const { version, champs } = JSON.parse(sessionStorage.getItem(this.coffre) ?? "{}");
      if (!champs) return;
      if (version !== this.formulaire.elements.version.value) return this.lacher(); // it was sent, or somebody took this roll meanwhile
      const dits = new Map(champs);
      for (const ligne of this.lignes) {
        for (const champ of ligne.querySelectorAll("input:not([type=hidden])")) {
          if (champ.type === "checkbox") champ.checked = dits.has(champ.name);
          else champ.value = dits.get(champ.name) ?? "";
        }
      }
      this.formulaire.querySelector("[data-retrouve]").hidden = false;
    } catch {}
  }

  toucher(bouton) {
    if (!bouton || !this.peut) return;
    const mode = this.formulaire.querySelector("[data-modes] input:checked").value;
    const lu = lire(this.formulaire.querySelector(`[data-detail="${bouton.dataset.eleve}"]`));
    TOUCHES[mode](lu, "finie" in this.formulaire.dataset);
    this.montrer();
    this.tenir();
    [lu.arrive, lu.parti].find((champ) => champ.required && !champ.value)?.focus();
  }

  montrer() {
    const comptes = { presents: 0, absents: 0, retards: 0, departs: 0 };
    const familles = { joindre: [], appeler: [] };
    for (const ligne of this.lignes) {
      const { absent, arrive, parti } = lire(ligne);
      const etat = absent.checked ? "absent" : est(arrive) ? "retard" : est(parti) ? "depart" : "";
      comptes[COMPTES[etat]] += 1; // each pupil once: they add up to the class
      ligne.dataset.dit = etat;
      if (absent.checked && !("annonce" in ligne.dataset) && !("prevenue" in ligne.dataset)) familles["appeler" in ligne.dataset ? "appeler" : "joindre"].push(ligne.dataset.de);
      this.dessiner(ligne, etat, arrive.value || parti.value);
    }
    if (this.peut) this.compter(comptes, "muet" in this.formulaire.dataset ? { joindre: [], appeler: [] } : familles);
  }

  dessiner(ligne, etat, heure) {
    const bouton = this.formulaire.querySelector(`[data-eleve="${ligne.dataset.detail}"]`);
    const mots = this.mots ?? {};
    bouton.setAttribute("aria-pressed", String(Boolean(etat)));
    bouton.dataset.etat = etat;
    const dit = bouton.querySelector("[data-etat]");
    bouton.dataset.avant ??= dit.textContent; // « retard prévu »
    if (etat === "absent") dit.textContent = (ligne.dataset.annonce === "famille" ? mots.motAnnonce : mots.motAbsent) ?? "";
    else if (etat && !heure) dit.textContent = mots.motHeure ?? "";
    else if (etat) dit.textContent = dire((etat === "depart" ? mots.motParti : mots.motRetard) ?? "%s", enMots(heure));
    else dit.textContent = bouton.dataset.avant;
  }

  compter(comptes, familles) {
    const { mots } = this;
    const nombre = (quoi) => (comptes[quoi] === 1 ? mots[`${quoi}Un`] : dire(mots[quoi], comptes[quoi]));
    const aPart = ["absents", "retards", "departs"].filter((quoi) => comptes[quoi]).map(nombre);
    this.familles = familles.joindre.length + familles.appeler.length;
    this.compte = `${[nombre("presents"), ...aPart].join(", ")}.`;
    const citer = (eux, une, plusieurs, beaucoup) => {
      if (eux.length < 2) return eux.map((de) => dire(une, de));
      if (eux.length > 3) return [dire(beaucoup, eux.length)];
      return [dire(plusieurs, `${eux.slice(0, -1).join(", ")}${mots.et}${eux.at(-1)}`)];
    };
    // Nobody is promised a message that reaches nobody.
    const suite = [...citer(familles.joindre, mots.famille, mots.familles, mots.beaucoup), ...citer(familles.appeler, mots.appelerUne, mots.appeler, mots.appelerBeaucoup)];
    this.formulaire.querySelector("[data-pied] [data-compte]").textContent = [this.compte, ...suite].join(" ");
    this.formulaire.querySelector("[data-bouton]").textContent = dire(mots.envoyer, aPart.join(", ") || mots.personne);
  }

  /* Once, under a number drawn here; the day is the device's own, for a copy of the page may be of another. */
  get envoi() {
    this.formulaire.elements.fait_le.value ||= Date.now();
    return {
      uuid: crypto.randomUUID(), adresse: this.formulaire.dataset.appel, titre: document.querySelector("h1")?.textContent.trim() ?? "",
      estUnFormulaire: true, le: Date.now(), fichiers: [], appel: true, compte: this.compte, familles: this.familles, a: maintenant(),
      champs: [...new FormData(this.formulaire)].filter(([nom]) => nom !== "csrfmiddlewaretoken" && nom !== "mode"),
    };
  }

  async envoyer() {
    const { envoi } = this;
    let sort = "refuse";
    try {
      sort = await boite.deposer(envoi);
      if (sort === "refuse") await boite.annuler(envoi.uuid);
    } catch {
      /* Nothing is kept on this device: the form leaves by itself. */
    }
    if (sort === "refuse") this.formulaire.submit(); // held until a page says that it arrived: its version is another
    else this.lacher();
    if (sort === "parti") location.assign(this.formulaire.dataset.appel);
    if (sort === "garde") this.garder(envoi);
  }

  garder(envoi) {
    const modele = document.querySelector("template[data-garde-appel]");
    const note = modele.content.firstElementChild.cloneNode(true);
    note.querySelector("[data-heure]").textContent = enMots(envoi.a);
    note.querySelector("[data-compte]").textContent = envoi.compte;
    note.querySelector("[data-familles]").hidden = !envoi.familles;
    const rendre = () => {
      note.remove();
      this.formulaire.hidden = false;
    };
    note.querySelector("[data-changer]").addEventListener("click", async () => {
      if (await boite.annuler(envoi.uuid)) rendre();
      else location.assign(envoi.adresse);
    });
    document.body.addEventListener("envoi:refuse", ({ detail }) => detail.uuid === envoi.uuid && rendre()); // the box says why
    this.formulaire.hidden = true;
    this.formulaire.before(note);
    note.focus();
    note.scrollIntoView({ block: "nearest" });
    document.body.addEventListener("envoi:arrive", ({ detail }) => {
      if (detail?.recu === envoi.uuid) location.assign(envoi.adresse);
    });
  }
}

for (const formulaire of formulaires) {
  const appel = new Appel(formulaire);
  if (!boite) continue;
  // Before the forms of the frame hear of it (formulaires.js).
  formulaire.addEventListener("submit", async (evenement) => {
    evenement.preventDefault();
    evenement.stopImmediatePropagation();
    if (!formulaire.reportValidity()) return; // an hour that is asked for
    const bouton = evenement.submitter;
    if (bouton?.getAttribute("aria-busy")) return;
    bouton?.setAttribute("aria-busy", "true");
    await appel.envoyer();
    bouton?.removeAttribute("aria-busy");
  }, true);
  /* A roll that still waits from before is shown as such. */
  boite.miens().then((envois) => {
    const attend = envois.find((envoi) => envoi.appel && !envoi.refus && envoi.adresse === formulaire.dataset.appel);
    if (attend) appel.garder(attend);
  }, () => {});
}
// Without network the former copies stay.
copier().catch(() => {});
