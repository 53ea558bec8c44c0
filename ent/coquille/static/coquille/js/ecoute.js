/* The whole page heard, sentence after sentence, each in its language; or the words that a button bears. By voices that are on this device: a
   voice of a server would be sent what is read. Fetched at the first touch (ecoute-demandee.js), which says « ecouter » on its button. */

const voix = window.speechSynthesis;
const TUS = "script, style, template, svg, textarea, select, [hidden], [aria-hidden=true], [data-lire], [data-lire-tout], [data-ecouter], main nav a";
const NOMMES = "a[aria-label], button[aria-label], [role=img][aria-label], img[alt]:not([alt=''])";
const LETTRES = [["ar", /\p{Script=Arabic}/u], ["ta", /\p{Script=Tamil}/u], ["uk", /\p{Script=Cyrillic}/u]];
const CITES = /(\u2068[^\u2069]*\u2069)/; // words of someone in a sentence of ours, where its letters are not theirs
const VITESSES = [1, 1.25, 0.75];
const SANS_HATE = 0.9; // for who does not read yet
const PATIENCE = 1000; // some browsers find their voices after they are first asked

const page = document.documentElement.lang;
const base = (langue) => langue.toLowerCase().split(/[-_]/)[0];
// Private: the device's own. The default one of a language first.
const voixDe = (langue) => {
  const siennes = voix.getVoices().filter((une) => une.localService && base(une.lang) === langue);
  return siennes.find((une) => une.default) || siennes[0];
};
const voixPretes = () => voix.getVoices().length || new Promise((pret) => {
  voix.addEventListener("voiceschanged", pret, { once: true });
  setTimeout(pret, PATIENCE);
});

// What people wrote is marked so (`dir=auto`, `bdi`), and is the school's, in French, unless its letters say another language.
const langueDe = (element, texte) => {
  const marque = element.closest("[lang], [dir=auto], bdi:not([dir=ltr])");
  const dite = base(marque?.lang || (marque ? "fr" : page));
  const ecrite = LETTRES.find(([, lettres]) => lettres.test(texte));
  if (ecrite) return ecrite[0];
  return LETTRES.some(([langue]) => langue === dite) && /\p{Script=Latin}/u.test(texte) ? "fr" : dite;
};
const estTu = (element) => {
  const plie = element.closest("details:not([open])");
  return element.closest(TUS) || !element.getClientRects().length || (plie && !element.closest("summary"));
};
const blocDe = (element) => {
  let bloc = element;
  while (bloc.matches(".hors-ecran") || (!bloc.matches("main, button, .bouton, label, summary") && /^(inline$|contents)/.test(getComputedStyle(bloc).display)))
    bloc = bloc.parentElement;
  return bloc;
};
const dit = (texte) => texte.replace(/[\u2066-\u2069\u200e\u200f]/g, "").replace(/\s+·\s+/g, ", ").replace(/\s+/g, " ").trim();

// Text as it follows itself in one block and one language: what sentences are cut from.
const suites = (racine) => {
  const trouvees = [];
  const marche = document.createTreeWalker(racine, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
    acceptNode: (noeud) => noeud.nodeType === 1 && noeud.matches(TUS) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  });
  for (let noeud = marche.nextNode(); noeud; noeud = marche.nextNode()) {
    const nomme = noeud.nodeType === 1 && noeud.matches(NOMMES);
    if (noeud.nodeType === 1 && !nomme) continue;
    const element = nomme ? noeud : noeud.parentElement;
    const texte = nomme ? noeud.getAttribute("aria-label") || noeud.alt : noeud.data;
    if (!nomme && element.closest(NOMMES)) continue; // its name was read instead
    if (estTu(element) || !texte.trim()) continue;
    const bloc = nomme ? element : blocDe(element);
    let depart = 0;
    for (const part of LETTRES.some(([langue]) => langue === base(page)) ? texte.split(CITES) : [texte]) {
      const langue = langueDe(element, part), avant = trouvees.at(-1);
      const suit = !nomme && avant?.bloc === bloc && (avant.langue === langue || !/\p{L}/u.test(part));
      if (!suit) trouvees.push({ bloc, langue, texte: "", morceaux: [] });
      const suite = trouvees.at(-1);
      if (!nomme) suite.morceaux.push({ noeud, depart, debut: suite.texte.length });
      suite.texte += part;
      depart += part.length;
    }
  }
  return trouvees;
};
const morceaux = (texte, langue) => Intl.Segmenter
  ? [...new Intl.Segmenter(langue, { granularity: "sentence" }).segment(texte)].map(({ segment, index }) => [segment, index])
  : [...texte.matchAll(/[^.!?؟…]+[.!?؟…]*/g)].map((une) => [une[0], une.index]);
// « M. Caradec » is one: a letter or two and a point end no sentence.
const couper = (texte, langue) => morceaux(texte, langue).reduce((coupees, [segment, index]) => {
  if (/(^|\s)\p{Lu}\p{L}?\.\s*$/u.test(coupees.at(-1)?.[0] || "")) coupees.at(-1)[0] += segment;
  else coupees.push([segment, index]);
  return coupees;
}, []);
const etendue = (places, debut, fin) => {
  if (!places.length) return null;
  const place = (ou) => {
    const morceau = places.findLast((un) => un.debut <= ou);
    return [morceau.noeud, Math.min(morceau.depart + ou - morceau.debut, morceau.noeud.data.length)];
  };
  const trouvee = document.createRange();
  trouvee.setStart(...place(debut));
  trouvee.setEnd(...place(fin));
  return trouvee;
};
const estChoisi = (bloc) => bloc.closest("[aria-pressed=true]") || bloc.closest("label")?.control?.matches(":checked");

const phrasesDe = (choisi) => {
  const racines = [document.querySelector("header h1"), document.querySelector(".bannieres"), document.querySelector("main")];
  return racines.filter(Boolean).flatMap(suites).flatMap((suite) => {
    const siennes = couper(suite.texte, suite.langue).flatMap(([segment, index]) => {
      const texte = dit(segment), debut = index + segment.length - segment.trimStart().length;
      if (!/[\p{L}\p{N}]/u.test(texte)) return [];
      return [{ texte, langue: suite.langue, bloc: suite.bloc, etendue: etendue(suite.morceaux, debut, index + segment.trimEnd().length) }];
    });
    if (siennes.length && estChoisi(suite.bloc)) siennes.push({ texte: choisi, langue: base(page), bloc: suite.bloc, etendue: null });
    return siennes;
  });
};

let lecteur = null;

/* A button that reads its own words ([data-lire]), or those of all of them ([data-lire-tout]): it has the voice for itself, and a second
   touch takes it back. Without a voice of this device for them, these buttons are put away. */
let seul = null;
const taireSeul = () => {
  if (!seul) return;
  seul.setAttribute("aria-pressed", "false");
  seul = null;
  voix.cancel();
};
const lireSeul = async (bouton) => {
  const recommence = bouton !== seul;
  lecteur?.suspendre();
  taireSeul();
  if (!recommence) return;
  seul = bouton;
  bouton.setAttribute("aria-pressed", "true");
  await voixPretes();
  if (bouton !== seul) return; // touched again, or another
  const texte = bouton.dataset.lire || [...document.querySelectorAll("main [data-lire]")].map(({ dataset }) => dataset.lire).join(" ");
  const parole = new SpeechSynthesisUtterance(texte);
  parole.voice = voixDe(bouton.dataset.lireLangue || langueDe(bouton, texte));
  if (!parole.voice) {
    taireSeul();
    document.documentElement.classList.add("sans-voix");
    return;
  }
  parole.lang = parole.voice.lang;
  parole.rate = SANS_HATE;
  parole.addEventListener("end", () => bouton === seul && taireSeul());
  voix.speak(parole);
};

class Lecteur {
  constructor(bouton) {
    this.bouton = bouton;
    [this.titre, this.avant, this.pause, this.reprise, this.apres, this.arret, this.muet, this.sansFrancais, this.choisi, ...this.allures] = bouton.dataset.mots.split("|");
    this.rang = 0;
    this.allure = Number(sessionStorage.getItem("ecoute")) || 0;
    this.dessiner();
    this.surveillance = new MutationObserver(() => { this.estPerime = true; });
    this.surveillance.observe(document.querySelector("main"), { subtree: true, childList: true, characterData: true, attributeFilter: ["open", "hidden"] });
  }

  geste(nom, icone, geste) {
    const bouton = Object.assign(document.createElement("button"), { type: "button", className: "rond" });
    if (icone) {
      bouton.append(this.bouton.querySelector("svg").cloneNode(true));
      this.icone(bouton, icone);
    }
    bouton.setAttribute("aria-label", nom);
    bouton.addEventListener("click", geste);
    return bouton;
  }

  icone(bouton, nom) {
    const trait = bouton.querySelector("use");
    trait.setAttribute("href", trait.getAttribute("href").replace(/#.*/, `#i-${nom}`));
    bouton.querySelector("svg").classList.toggle("icone--sens", nom === "retour" || nom === "suite");
  }

  dessiner() {
    this.barre = Object.assign(document.createElement("div"), { className: "lecteur" });
    this.barre.setAttribute("role", "region");
    this.barre.setAttribute("aria-label", this.titre);
    this.message = document.createElement("p");
    this.message.setAttribute("role", "status");
    this.va = this.geste(this.pause, "pause", () => (this.enCours ? this.suspendre() : this.parler()));
    this.vite = this.geste("", "", () => this.accelerer());
    this.vite.className = "bouton bouton--discret";
    this.vite.removeAttribute("aria-label");
    this.vite.textContent = this.allures[this.allure];
    const gestes = Object.assign(document.createElement("div"), { className: "lecteur__gestes" });
    gestes.append(
      this.geste(this.avant, "retour", () => this.aller(-1)), this.va, this.geste(this.apres, "suite", () => this.aller(1)),
      this.vite, this.geste(this.arret, "croix", () => this.arreter()),
    );
    this.barre.append(this.message, gestes);
    document.body.append(this.barre);
    this.bouton.setAttribute("aria-pressed", "true");
    this.va.focus({ preventScroll: true });
  }

  async commencer() {
    await voixPretes();
    if (lecteur !== this) return; // stopped meanwhile
    if (!voixDe(base(page))) {
      this.message.textContent = this.muet;
      this.barre.querySelectorAll(".lecteur__gestes > :not(:last-child)").forEach((geste) => { geste.hidden = true; });
      this.barre.querySelector("button:not([hidden])").focus({ preventScroll: true });
      return;
    }
    this.relever();
    this.parler();
  }

  relever() {
    const toutes = phrasesDe(this.choisi);
    this.phrases = toutes.filter((une) => voixDe(une.langue));
    if (this.phrases.length < toutes.length) this.message.textContent = this.sansFrancais;
    this.estPerime = false;
  }

  // The page changed under what is read: on from the same sentence, or from the next one that is still there.
  recoller() {
    const [anciennes, ici] = [this.phrases, this.rang];
    this.relever();
    for (let rang = ici; rang < anciennes.length; rang++) {
      const memes = [...this.phrases.keys()].filter((n) => this.phrases[n].texte === anciennes[rang].texte);
      if (!memes.length) continue;
      const proche = memes.reduce((a, b) => (Math.abs(b - ici) < Math.abs(a - ici) ? b : a));
      this.rang = rang === ici ? proche : proche - 1;
      return;
    }
    this.rang = this.phrases.length;
  }

  aller(pas) {
    if (this.estPerime) this.recoller();
    this.rang = Math.max(0, this.rang + pas);
    this.parler();
  }

  parler() {
    taireSeul();
    this.taire();
    if (this.estPerime) this.recoller();
    const phrase = this.phrases[this.rang];
    if (!phrase) {
      this.arreter();
      return;
    }
    const parole = new SpeechSynthesisUtterance(phrase.texte);
    parole.voice = voixDe(phrase.langue);
    parole.lang = parole.voice.lang;
    parole.rate = VITESSES[this.allure];
    for (const fin of ["end", "error"]) parole.addEventListener(fin, () => parole === this.enCours && this.aller(1));
    this.enCours = parole;
    this.situer(phrase);
    voix.speak(parole);
  }

  situer(phrase) {
    this.icone(this.va, "pause");
    this.va.setAttribute("aria-label", this.pause);
    this.effacer();
    if (phrase.etendue && CSS.highlights) CSS.highlights.set("ecoute", new Highlight(phrase.etendue));
    else phrase.bloc.classList.add("lu-ici");
    const { top, bottom } = (phrase.etendue || phrase.bloc).getBoundingClientRect();
    if (top < 64 || bottom > this.barre.getBoundingClientRect().top - 16) phrase.bloc.scrollIntoView({ block: "center" });
  }

  effacer() {
    CSS.highlights?.delete("ecoute");
    document.querySelector(".lu-ici")?.classList.remove("lu-ici");
  }

  taire() {
    this.enCours = null;
    voix.cancel();
  }

  // A browser on Android forgets what it pauses: the sentence is said again.
  suspendre() {
    this.taire();
    this.icone(this.va, "lire");
    this.va.setAttribute("aria-label", this.reprise);
  }

  accelerer() {
    this.allure = (this.allure + 1) % VITESSES.length;
    sessionStorage.setItem("ecoute", this.allure);
    this.vite.textContent = this.allures[this.allure];
    if (this.enCours) this.parler();
  }

  arreter() {
    lecteur = null;
    this.taire();
    this.effacer();
    this.surveillance.disconnect();
    const tenait = this.barre.contains(document.activeElement);
    this.barre.remove();
    this.bouton.removeAttribute("aria-pressed");
    if (tenait) this.bouton.focus({ preventScroll: true });
  }
}

const habiller = (adresse) => document.querySelector(`link[href="${adresse}"]`) || new Promise((pret) => {
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: adresse, onload: pret, onerror: pret }));
});

document.addEventListener("ecouter", async ({ target: bouton }) => {
  if (!("ecouter" in bouton.dataset)) {
    lireSeul(bouton);
    return;
  }
  if (lecteur) {
    lecteur.arreter();
    return;
  }
  await habiller(bouton.dataset.feuille);
  if (lecteur) return; // touched twice
  lecteur = new Lecteur(bouton);
  lecteur.commencer();
});
document.addEventListener("keydown", ({ key }) => key === "Escape" && !document.querySelector("dialog[open]") && lecteur?.arreter());
addEventListener("pagehide", () => {
  lecteur?.arreter();
  taireSeul();
});
