/* Who was seen at the meeting point: counted as one ticks, kept on this phone at each tick, sent when one says so, by the outbox
   (boite-d-envoi.js): without network it waits, and joins what the others counted. */

const boite = globalThis.boiteDEnvoi;
const aujourdHui = new Date().toDateString();

const compter = (zone) => {
  const cases = [...zone.querySelectorAll("input[name=vu]")];
  const vus = cases.filter(({ checked }) => checked).length;
  return { a: cases.length, v: vus, m: cases.length - vus };
};
const dire = (phrase, comptes) => phrase.replace(/%([avm])/g, (_tout, quoi) => comptes[quoi]);

for (const formulaire of document.querySelectorAll("form[data-evacuation]")) {
  const cle = `evacuation:${document.documentElement.dataset.personne}:${formulaire.dataset.evacuation}`;
  const cases = [...formulaire.querySelectorAll("input[name=vu]")];
  const montrer = () => {
    for (const zone of [formulaire, ...formulaire.querySelectorAll("[data-groupe]")]) {
      zone.querySelector("[data-compte]").textContent = dire(formulaire.dataset.dit, compter(zone));
    }
  };
  const garder = () => {
    try {
      localStorage.setItem(cle, JSON.stringify({ jour: aujourdHui, vus: cases.filter((c) => c.checked).map((c) => c.value) }));
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
  try {
    const { jour, vus } = JSON.parse(localStorage.getItem(cle) ?? "{}");
    if (jour === aujourdHui) for (const une of cases) une.checked ||= vus.includes(une.value);
    else oublier();
  } catch {
    oublier();
  }
  formulaire.addEventListener("change", () => {
    garder();
    montrer();
  });
  montrer();
  if (!boite) continue;
  formulaire.addEventListener("submit", async (evenement) => {
    evenement.preventDefault();
    evenement.stopImmediatePropagation();
    formulaire.elements.fait_le.value = Date.now();
    const uuid = crypto.randomUUID();
    formulaire.elements.numero.value = uuid; // each count is one: the page may send several
    const envoi = {
      uuid, adresse: formulaire.getAttribute("action"), titre: document.querySelector("h1").textContent.trim(), estUnFormulaire: true, le: Date.now(), fichiers: [],
      champs: [...new FormData(formulaire)].filter(([nom]) => nom !== "csrfmiddlewaretoken"),
    };
    const sort = await boite.deposer(envoi).catch(() => "direct");
    if (sort === "direct") formulaire.submit();
    if (sort === "parti") {
      oublier();
      location.reload();
    }
    if (sort !== "garde") return;
    formulaire.querySelector(".garde")?.remove();
    const note = document.querySelector("template[data-garde-evacuation]").content.firstElementChild.cloneNode(true);
    formulaire.append(note);
    note.focus();
  }, true);
  document.body.addEventListener("envoi:arrive", () => {
    formulaire.querySelector(".garde")?.remove();
    oublier();
  });
}
