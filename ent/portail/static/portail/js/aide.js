/* The help of a page opens over it, from the page of help itself: the same address, the same words. Escape, « Fermer » and a touch
   beside close it, and the focus goes back to the « ? ». Without script, or without network, the link leads to that page. */

let voile = null;

const lire = async (cible) => {
  const reponse = await fetch(cible, { headers: { "X-Copie": "1" } });
  if (!reponse.ok) throw new Error(reponse.status);
  const page = new DOMParser().parseFromString(await reponse.text(), "text/html");
  const aide = page.querySelector(".aide");
  if (!aide) throw new Error("no help");
  return { aide: document.importNode(aide, true), titre: page.querySelector("h1").textContent };
};

const habiller = (adresse) => document.querySelector(`link[href="${adresse}"]`) || new Promise((pret) => {
  const feuille = Object.assign(document.createElement("link"), { rel: "stylesheet", href: adresse, onload: pret, onerror: pret });
  document.head.append(feuille);
});

const montrer = ({ aide, titre }) => {
  voile.querySelector(".aide")?.remove();
  voile.setAttribute("aria-label", titre);
  voile.append(aide);
};

const chercher = async (formulaire) => {
  const cible = `${formulaire.action}?${new URLSearchParams(new FormData(formulaire))}`;
  try {
    montrer(await lire(cible));
    voile.scrollTop = 0;
    voile.querySelector("[type=search]").focus();
  } catch {
    location.assign(cible);
  }
};

document.addEventListener("aide", async ({ target: lien }) => {
  if (voile) return;
  try {
    const lue = await lire(lien.href);
    await habiller(lue.aide.dataset.feuille);
    if (voile) return; // touched twice
    voile = Object.assign(document.createElement("dialog"), { className: "voile-aide" });
    const fermer = Object.assign(document.createElement("button"), { type: "button", className: "rond", textContent: "✕" });
    fermer.setAttribute("aria-label", lien.dataset.fermer);
    fermer.addEventListener("click", () => voile.close());
    voile.append(fermer);
    montrer(lue);
    voile.addEventListener("click", (evenement) => evenement.target === voile && voile.close());
    voile.addEventListener("submit", (evenement) => {
      if (evenement.target.method !== "get") return;
      evenement.preventDefault();
      chercher(evenement.target);
    });
    voile.addEventListener("close", () => {
      voile.remove();
      voile = null;
      lien.focus();
    });
    document.body.append(voile);
    voile.showModal();
    fermer.focus();
  } catch {
    location.assign(lien.href);
  }
});
