/* A photo opens over the page one was on, from the page that shows it alone: the same address, the same right, the same words.
   Closed, one is where one was, on the photo that was looked at last. A swipe, the arrows of a keyboard and the two buttons go to
   the next one; the browser's own « back » closes. Without script, or without network, links lead to these pages. */

const GLISSE = 48;
let voile = null; // the dialog; null on the page of a photo
let adresse = location.href;
let etaitLa = false;

const liens = () => [...document.querySelectorAll("a[data-visionneuse]")].filter((a) => !a.closest(".voile-photo"));
const lienVers = (cible) => liens().find((a) => a.href === cible);
const cadre = () => voile?.querySelector(".visionneuse") ?? document.querySelector("main.visionneuse");

const lire = async (cible) => {
  const reponse = await fetch(cible, { headers: { "X-Copie": "1" } });
  if (!reponse.ok || reponse.redirected) throw new Error(reponse.status);
  const page = new DOMParser().parseFromString(await reponse.text(), "text/html");
  const vue = page.querySelector(".visionneuse");
  if (!vue) throw new Error("no photo");
  return { page, vue };
};

const habiller = (page) => Promise.all(
  [...page.querySelectorAll("link[data-visionneuse]")]
    .filter((lien) => !document.querySelector(`link[href="${lien.getAttribute("href")}"]`))
    .map((lien) => new Promise((pret) => {
      const feuille = document.importNode(lien);
      feuille.addEventListener("load", pret);
      feuille.addEventListener("error", pret);
      document.head.append(feuille);
    })),
);

const montrer = (vue, foyer) => {
  const ici = cadre();
  ici.replaceChildren(...[...vue.childNodes].map((noeud) => document.importNode(noeud, true)));
  ici.removeAttribute("aria-busy");
  ici.querySelector(".pellicule [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  const ou = foyer ? [`[data-pas="${foyer}"]`, "[data-prendre]", "[data-fermer]"] : ["[data-fermer]"];
  ou.map((lequel) => ici.querySelector(lequel)).find(Boolean).focus({ preventScroll: true });
};
const annoncer = () => {
  const [rang, image] = [cadre().querySelector("[data-rang]"), cadre().querySelector("[data-photo] img")];
  const annonce = (voile ?? document).querySelector("[data-annonce]");
  if (annonce) annonce.textContent = `${rang.textContent}. ${image.alt}`;
};

const ouvrir = async (lien) => {
  try {
    const { page, vue } = await lire(lien.href);
    await habiller(page);
    voile = document.createElement("dialog");
    voile.className = "voile-photo";
    voile.setAttribute("aria-label", page.title);
    const boite = document.createElement("div");
    boite.className = "visionneuse";
    const annonce = Object.assign(document.createElement("p"), { className: "hors-ecran", role: "status" });
    annonce.dataset.annonce = "";
    voile.append(boite, annonce);
    document.body.append(voile);
    voile.addEventListener("cancel", (evenement) => {
      evenement.preventDefault();
      history.back();
    });
    lien.focus({ preventScroll: true });
    adresse = lien.href;
    etaitLa = true;
    voile.showModal();
    montrer(vue, "");
    history.pushState({ visionneuse: true }, "", adresse);
  } catch {
    location.assign(lien.href);
  }
};

const fermer = () => {
  const lien = lienVers(adresse);
  voile.close();
  voile.remove();
  voile = null;
  lien?.focus();
};

const aller = async (cible, foyer) => {
  cadre().setAttribute("aria-busy", "true");
  try {
    const { page, vue } = await lire(cible);
    if (!cadre()) return; // closed meanwhile
    adresse = cible;
    etaitLa = Boolean(lienVers(adresse));
    history.replaceState(history.state, "", adresse);
    if (!voile) document.title = page.title;
    montrer(vue, foyer);
    annoncer();
  } catch {
    location.assign(cible);
  }
};
const avancer = (vers) => {
  const bouton = cadre()?.querySelector(`[data-pas="${vers}"]`);
  if (bouton) aller(bouton.href, vers);
};

document.addEventListener("click", (evenement) => {
  if (evenement.defaultPrevented || evenement.button || evenement.metaKey || evenement.ctrlKey || evenement.shiftKey) return;
  const lien = evenement.target.closest?.("a");
  if (!lien) return;
  if (lien.matches(".visionneuse [data-pas]")) {
    evenement.preventDefault();
    aller(lien.href, lien.dataset.pas || "apres");
  } else if (voile && lien.matches("[data-fermer]")) {
    evenement.preventDefault();
    history.back();
  } else if (!voile && lien.matches("[data-visionneuse]")) {
    evenement.preventDefault();
    ouvrir(lien);
  }
});

addEventListener("popstate", ({ state }) => {
  if (voile && !state?.visionneuse) fermer();
  else if (!voile && state?.visionneuse) location.reload(); // « forward », after it was closed
});

document.addEventListener("keydown", (evenement) => {
  if (!cadre() || evenement.altKey || evenement.ctrlKey || evenement.metaKey) return;
  const sens = getComputedStyle(cadre()).direction === "rtl" ? -1 : 1;
  const pas = { ArrowLeft: -sens, ArrowRight: sens }[evenement.key];
  if (pas) {
    evenement.preventDefault();
    avancer(pas > 0 ? "apres" : "avant");
  } else if (evenement.key === "Escape" && !voile) {
    cadre().querySelector("[data-fermer]").click();
  }
});

/* One finger, mostly sideways, on a photo that is not enlarged: what comes next enters from where one reads on. */
let depuis = null;
document.addEventListener("pointerdown", (evenement) => {
  depuis = evenement.isPrimary && evenement.target.closest?.("[data-photo]") ? evenement : null;
});
document.addEventListener("pointerup", (evenement) => {
  if (!depuis || !evenement.isPrimary || (visualViewport?.scale ?? 1) > 1.05) return;
  const [dx, dy] = [evenement.clientX - depuis.clientX, evenement.clientY - depuis.clientY];
  depuis = null;
  if (Math.abs(dx) < GLISSE || Math.abs(dx) < 1.5 * Math.abs(dy)) return;
  const sens = getComputedStyle(cadre()).direction === "rtl" ? -1 : 1;
  avancer(dx * sens < 0 ? "apres" : "avant");
});
visualViewport?.addEventListener("resize", () => cadre()?.toggleAttribute("data-agrandie", visualViewport.scale > 1.05));

/* The page underneath lost the photo (a consent was withdrawn): it is looked at no more. */
document.body.addEventListener("htmx:afterSettle", () => {
  if (voile && etaitLa && !lienVers(adresse)) history.back();
});
