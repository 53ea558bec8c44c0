/* A mot is signed into the outbox (boite-d-envoi.js): with the network it leaves at once; without, it waits on the slip, dashed,
   may be cancelled, and leaves by itself. What the school refuses at once is sent again by the form itself, whose answer says
   why where one reads. Without script, or on a device that keeps nothing, the form is all there is. */

const boite = globalThis.boiteDEnvoi;
const modele = document.getElementById("boite")?.querySelector("[data-gardee]");
const formulaires = () => document.querySelectorAll("form[data-signer]");
const numero = () =>
  crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

/* Each slip as the outbox says: waiting, or to be signed. */
let attendaient = [];
const marquer = async () => {
  const miens = await boite.miens();
  const attendent = new Map(miens.filter((e) => !e.refus).map((e) => [e.adresse, e]));
  // Refused after it waited: the mot is not what it was.
  if (miens.some((e) => e.refus && attendaient.includes(e.adresse))) document.body.dispatchEvent(new CustomEvent("messagerie:mot_change"));
  attendaient = [...attendent.keys()];
  for (const formulaire of formulaires()) {
    const talon = formulaire.closest(".mot-a-signer");
    const envoi = attendent.get(formulaire.getAttribute("action"));
    const note = talon.querySelector("[data-gardee]");
    const avaitLaMain = formulaire.contains(document.activeElement) || note?.contains(document.activeElement);
    talon.classList.toggle("mot-a-signer--attend", Boolean(envoi));
    formulaire.hidden = Boolean(envoi);
    if (!envoi) {
      note?.remove();
      if (note && avaitLaMain) formulaire.querySelector("button[type=submit]").focus();
    } else if (note?.dataset.gardee !== envoi.uuid) {
      note?.remove();
      const nouvelle = modele.content.firstElementChild.cloneNode(true);
      nouvelle.dataset.gardee = envoi.uuid;
      nouvelle.querySelector("[data-dit]").textContent = envoi.dit;
      const annuler = nouvelle.querySelector("button");
      annuler.addEventListener("click", async () => {
        annuler.setAttribute("aria-busy", "true");
        await boite.annuler(envoi.uuid);
      });
      formulaire.after(nouvelle);
      if (avaitLaMain) annuler.focus();
    }
  }
};

/* What was answered, in the words of the page. */
const paroles = (formulaire, bouton) => {
  const choisi = formulaire.querySelector("input[name=choix]:checked")?.closest("label") ?? bouton;
  const copie = choisi.cloneNode(true);
  copie.querySelectorAll("small, svg, .hors-ecran").forEach((e) => e.remove());
  return copie.textContent.trim();
};

const parLuiMeme = (formulaire, bouton) => {
  formulaire.dataset.direct = "";
  formulaire.requestSubmit(bouton);
  delete formulaire.dataset.direct;
};

const signer = async (formulaire, bouton) => {
  const { titre, page } = formulaire.dataset;
  const donnees = new FormData(formulaire);
  if (bouton.name) donnees.append(bouton.name, bouton.value);
  const envoi = {
    uuid: numero(), adresse: formulaire.getAttribute("action"), titre, texte: "", fichiers: [], dit: paroles(formulaire, bouton),
    champs: [...donnees].filter(([nom]) => nom !== "csrfmiddlewaretoken"),
    le: Date.now(), evenement: "messagerie:mot_repondu",
  };
  let sort = "refuse";
  try {
    sort = await boite.deposer(envoi);
    if (sort === "refuse") await boite.annuler(envoi.uuid);
  } catch {
    /* Nothing is kept on this device. */
  }
  if (sort === "refuse") parLuiMeme(formulaire, bouton);
  if (sort === "parti" && page) location.assign(page);
  else if (sort === "parti") document.body.dispatchEvent(new CustomEvent("dit", { detail: { phrase: modele.dataset.signe } }));
};

if (boite && modele) {
  // Before htmx hears of it.
  document.addEventListener("submit", async (evenement) => {
    const { target: formulaire, submitter } = evenement;
    if (!formulaire.matches("form[data-signer]") || !submitter || "direct" in formulaire.dataset) return;
    evenement.preventDefault();
    evenement.stopImmediatePropagation();
    if (submitter.getAttribute("aria-busy")) return;
    submitter.setAttribute("aria-busy", "true");
    await signer(formulaire, submitter);
    submitter.removeAttribute("aria-busy");
  }, true);
  /* One that waited has left, or was refused: a page that does not ask for itself again is read anew. */
  const relire = () => {
    for (const { hidden, dataset } of formulaires()) if (hidden && dataset.page) location.assign(dataset.page);
  };
  document.body.addEventListener("messagerie:mot_repondu", relire);
  document.body.addEventListener("messagerie:mot_change", relire);
  document.body.addEventListener("boite", marquer);
  document.body.addEventListener("htmx:load", marquer);
  marquer();
}
