/* The editor of a content, without reloading: what its buttons would ask of the server is done here, said aloud, and the
   reader stays where they work. The named inputs remain the truth: the form sends what it would have sent without us. */

const dire = (editeur, modele, bloc, valeurs = {}) => {
  const annonce = editeur.querySelector("[data-editeur-annonce]");
  const quoi = bloc.querySelector("[data-editeur-titre]").textContent.trim();
  const phrase = { "%s": quoi, ...valeurs };
  annonce.textContent = editeur.dataset[modele].replace(/%[snt]/g, (signe) => phrase[signe] ?? "");
};
const changer = (element) => element.dispatchEvent(new Event("change", { bubbles: true }));
const presents = (liste) => [...liste.children].filter((bloc) => !bloc.classList.contains("editeur__bloc--retire"));

const gestes = {
  ajouter(editeur, liste, type) {
    const modele = editeur.querySelector(`template[data-editeur-modele="${CSS.escape(type)}"]`);
    const cle = Math.max(-1, ...[...liste.children].map((b) => Number(b.dataset.editeurBloc))) + 1;
    const boite = document.createElement("ol");
    boite.innerHTML = modele.innerHTML.replaceAll("__n__", cle);
    const bloc = boite.firstElementChild;
    const depot = bloc.querySelector("script[src]")?.src;
    const connu = depot && [...document.scripts].some((script) => script.src === depot);
    liste.append(bloc);
    // The deposit of files has a script of its own, that looks at the page when it comes, then at what it is told of.
    if (depot) import(depot).then(() => connu && bloc.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: bloc } })));
    preparer(bloc);
    (bloc.querySelector("[contenteditable]") ?? bloc.querySelector(".champ :is(input:not([type=hidden]), textarea, select, button)"))?.focus();
    bloc.scrollIntoView({ block: "nearest" });
    if (navigator.userActivation?.isActive) bloc.querySelector("input[type=file]")?.click(); // what one came for
    dire(editeur, "ditAjoute", bloc);
  },
  monter: (editeur, liste, bloc, bouton) => deplacer(editeur, liste, bloc, bouton, -1),
  descendre: (editeur, liste, bloc, bouton) => deplacer(editeur, liste, bloc, bouton, 1),
  retirer(editeur, liste, bloc) {
    bloc.querySelector("[data-editeur-retire]").value = "1";
    bloc.classList.add("editeur__bloc--retire");
    bloc.querySelector(".editeur__parti button").focus();
    dire(editeur, "ditRetire", bloc);
  },
  remettre(editeur, liste, bloc) {
    bloc.querySelector("[data-editeur-retire]").value = "";
    bloc.classList.remove("editeur__bloc--retire");
    bloc.querySelector(".editeur__gestes button:last-child").focus();
    dire(editeur, "ditRemis", bloc);
  },
};

const deplacer = (editeur, liste, bloc, bouton, pas) => {
  const rangs = presents(liste);
  const voisin = rangs[rangs.indexOf(bloc) + pas];
  if (!voisin) return dire(editeur, "ditBord", bloc);
  if (pas < 0) voisin.before(bloc);
  else voisin.after(bloc);
  bouton.focus();
  bloc.scrollIntoView({ block: "nearest" });
  dire(editeur, "ditPlace", bloc, { "%n": presents(liste).indexOf(bloc) + 1, "%t": rangs.length });
};

document.addEventListener("click", (evenement) => {
  const bouton = evenement.target.closest?.("[data-editeur] button[name$='-geste']");
  if (!bouton) return;
  evenement.preventDefault();
  const editeur = bouton.closest("[data-editeur]");
  const [, verbe, quoi] = bouton.value.match(/^(\w+)-(.+)$/);
  const bloc = bouton.closest("[data-editeur-bloc]");
  gestes[verbe](editeur, editeur.querySelector("[data-editeur-blocs]"), bloc ?? quoi, bouton);
  changer(editeur);
});

/* Light rich text: a page that one writes on, over a text area that keeps its HTML. What is pasted loses all but words,
   paragraphs, lists, bold, italic and links; the server cleans again. */
const GARDES = { B: "b", STRONG: "b", I: "i", EM: "i", UL: "ul", OL: "ol", LI: "li", BR: "br", P: "p", DIV: "p", H1: "p", H2: "p", H3: "p", H4: "p", A: "a" };
const JETES = new Set(["SCRIPT", "STYLE", "TITLE", "META", "HEAD", "SVG", "IFRAME", "TEMPLATE"]);

const propre = (source) => {
  const sortie = document.createDocumentFragment();
  for (const noeud of source.childNodes) {
    if (noeud.nodeType === Node.TEXT_NODE) sortie.append(noeud.textContent);
    if (noeud.nodeType !== Node.ELEMENT_NODE || JETES.has(noeud.tagName.toUpperCase())) continue;
    const dedans = propre(noeud);
    let nom = GARDES[noeud.tagName];
    // Documents pasted from an office suite say bold by style, or wrap everything in a bold that is not.
    const graisse = noeud.dataset.style?.match(/font-weight:\s*(\w+)/)?.[1];
    if (nom === "b" && (graisse === "normal" || graisse === "400")) nom = null;
    if (noeud.tagName === "SPAN" && (graisse === "bold" || Number(graisse) >= 600)) nom = "b";
    if (nom === "p" && noeud.querySelector("p, div, ul, ol")) nom = null;
    if (nom === "a" && !/^(https?:\/\/|mailto:)/i.test(noeud.getAttribute("href") ?? "")) nom = null;
    if (!nom) {
      sortie.append(dedans);
      continue;
    }
    const element = document.createElement(nom);
    if (nom === "a") element.href = noeud.getAttribute("href");
    element.append(dedans);
    sortie.append(element);
  }
  return sortie;
};
/* A browser leaves the first line bare: every word is put in a paragraph or a list. */
const enParagraphes = (boite) => {
  let p = null;
  for (const noeud of [...boite.childNodes]) {
    if (/^(P|UL|OL)$/.test(noeud.nodeName)) {
      p = null;
      continue;
    }
    if (!p) {
      p = document.createElement("p");
      noeud.before(p);
    }
    p.append(noeud);
  }
  for (const vide of boite.querySelectorAll(":scope > p")) if (!vide.textContent.trim()) vide.remove();
};
/* Styles and handlers of what is pasted are set aside before it is read: the page's policy would complain of each. */
const lire = (html) => {
  const inerte = html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[^>]+>/g, (balise) => balise.replace(/\s(style|on\w+)\s*=/gi, " data-$1="));
  return propre(new DOMParser().parseFromString(inerte, "text/html").body);
};
const enPage = (texte) => {
  if (/<\/?(p|br|b|strong|i|em|ul|ol|li|a|div|h[1-6]|span)(\s[^<>]*)?\/?>/i.test(texte)) return lire(texte);
  const sortie = document.createDocumentFragment();
  for (const bloc of texte.split(/\n[ \t]*\n/).filter((b) => b.trim())) {
    const p = document.createElement("p");
    bloc.trim().split("\n").forEach((ligne, n) => p.append(...(n ? [document.createElement("br")] : []), ligne));
    sortie.append(p);
  }
  return sortie;
};

const ecrireSur = (riche) => {
  const zone = riche.querySelector("textarea");
  const barre = riche.querySelector("[data-riche-barre]");
  const boiteDuLien = riche.querySelector("[data-riche-adresse]");
  const page = document.createElement("div");
  page.className = "riche__page";
  page.contentEditable = "true";
  page.lang = "fr";
  page.setAttribute("role", "textbox");
  page.setAttribute("aria-multiline", "true");
  page.setAttribute("aria-labelledby", `${zone.id}-nom`);
  for (const nom of ["aria-describedby", "aria-invalid"]) {
    if (zone.hasAttribute(nom)) page.setAttribute(nom, zone.getAttribute(nom));
  }
  page.append(enPage(zone.value));
  zone.after(page);
  zone.hidden = true;
  barre.hidden = false;
  if (zone.autofocus) page.focus();
  document.querySelector(`label[for="${CSS.escape(zone.id)}"]`)?.addEventListener("click", () => page.focus());

  const garder = () => {
    const boite = document.createElement("div");
    boite.append(propre(page));
    enParagraphes(boite);
    zone.value = boite.textContent.trim() && boite.innerHTML;
  };
  const commander = (commande, valeur) => {
    page.focus();
    document.execCommand("defaultParagraphSeparator", false, "p");
    document.execCommand(commande, false, valeur);
    garder();
    changer(zone);
    etats();
  };
  const etats = () => {
    for (const bouton of barre.querySelectorAll("[data-riche-commande]")) {
      bouton.setAttribute("aria-pressed", String(document.queryCommandState(bouton.dataset.richeCommande)));
    }
  };
  let choisi = null;
  const montrerLeLien = (ouvert) => {
    boiteDuLien.hidden = !ouvert;
    barre.querySelector("[data-riche-lien]").setAttribute("aria-expanded", String(ouvert));
  };
  const poserLeLien = () => {
    const adresse = boiteDuLien.querySelector("input").value.trim();
    montrerLeLien(false);
    page.focus();
    const selection = getSelection();
    if (choisi) {
      selection.removeAllRanges();
      selection.addRange(choisi);
    }
    if (!adresse) return commander("unlink");
    const complete = /^[a-z]+:/i.test(adresse) ? adresse : `https://${adresse}`;
    if (!/^(https?:\/\/|mailto:)/i.test(complete)) return;
    if (!selection.isCollapsed) return commander("createLink", complete);
    const lien = document.createElement("a");
    lien.href = complete;
    lien.textContent = adresse;
    commander("insertHTML", lien.outerHTML);
  };

  barre.addEventListener("mousedown", (e) => e.target.closest("button") && e.preventDefault()); // the selection stays
  barre.addEventListener("click", ({ target }) => {
    const bouton = target.closest("button");
    if (bouton?.dataset.richeCommande) commander(bouton.dataset.richeCommande);
    if (bouton && "richeLien" in bouton.dataset) {
      const selection = getSelection();
      choisi = selection.rangeCount && page.contains(selection.anchorNode) ? selection.getRangeAt(0).cloneRange() : null;
      montrerLeLien(boiteDuLien.hidden);
      const adresse = boiteDuLien.querySelector("input");
      adresse.value = selection.anchorNode?.parentElement?.closest("a")?.getAttribute("href") ?? "";
      if (!boiteDuLien.hidden) adresse.focus();
    }
  });
  boiteDuLien.querySelector("[data-riche-poser]").addEventListener("click", poserLeLien);
  boiteDuLien.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && e.target.matches("input")) {
      e.preventDefault();
      poserLeLien();
    }
    if (e.key === "Escape") {
      montrerLeLien(false);
      page.focus();
    }
  });
  page.addEventListener("focus", () => document.execCommand("defaultParagraphSeparator", false, "p"));
  page.addEventListener("input", garder);
  page.addEventListener("keyup", etats);
  page.addEventListener("mouseup", etats);
  page.addEventListener("drop", (e) => e.preventDefault());
  page.addEventListener("paste", (e) => {
    e.preventDefault();
    const html = e.clipboardData.getData("text/html");
    const boite = document.createElement("div");
    boite.append(html ? lire(html) : enPage(e.clipboardData.getData("text/plain").replaceAll("\r\n", "\n")));
    const seul = boite.children.length === 1 && boite.firstElementChild.tagName === "P";
    document.execCommand("insertHTML", false, seul ? boite.firstElementChild.innerHTML : boite.innerHTML);
    garder();
  });
};

const preparer = (racine) => {
  for (const bouton of racine.querySelectorAll("[data-editeur] button[name$='-geste'], :scope button[name$='-geste']")) {
    bouton.type = "button";
  }
  for (const riche of racine.querySelectorAll("[data-riche]")) ecrireSur(riche);
};
for (const editeur of document.querySelectorAll("[data-editeur]")) preparer(editeur);
document.body.addEventListener("htmx:load", ({ detail }) => {
  for (const editeur of detail.elt.querySelectorAll?.("[data-editeur]") ?? []) {
    if (!editeur.querySelector("[contenteditable]")) preparer(editeur);
  }
});

/* « Ajouter, avec une photo »: the block one came for is there already, once; a form that comes back has its own. */
const voulu = location.hash.match(/^#ajouter-([a-z]+)$/)?.[1];
if (voulu) history.replaceState(null, "", location.pathname + location.search);
if (voulu) document.querySelector(`[data-editeur] button[value="ajouter-${voulu}"]`)?.click();
