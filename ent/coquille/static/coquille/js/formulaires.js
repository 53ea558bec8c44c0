/* A form that makes once ([name=numero]) or corrects what its page had read ([name=version]) may be sent again without harm: without
   network it goes to the outbox, on a person's own device. What the browser takes for online and is not, the worker keeps (agent.js):
   it reads there whose form it is. What a form that says [data-sans-garde] holds (health) is kept nowhere. */

const moi = document.documentElement.dataset.personne;
const boite = document.getElementById("boite");
const seRedit = (formulaire) => formulaire.method === "post" && !formulaire.matches("[data-sans-garde]") && formulaire.querySelector("input[name=numero], input[name=version]");

const enEnvoi = (formulaire, bouton) => {
  const champs = [...new FormData(formulaire, bouton)].filter(([nom]) => nom !== "csrfmiddlewaretoken");
  const fichiers = champs.filter(([, v]) => typeof v !== "string" && v.size);
  return {
    uuid: formulaire.elements.numero?.value ?? crypto.randomUUID(),
    adresse: formulaire.getAttribute("action") || location.pathname + location.search,
    titre: document.querySelector("h1")?.textContent.trim() ?? "",
    estUnFormulaire: true,
    le: Date.now(),
    champs: champs.filter(([, v]) => typeof v === "string"),
    fichiers: fichiers.map(([champ, contenu]) => ({ champ, contenu, nom: contenu.name })),
  };
};

/* A page gone back to bears the number of its first sending: said otherwise, it is one more. */
const dit = ({ champs, fichiers }) => JSON.stringify([champs, fichiers.map(({ champ, nom, contenu }) => [champ, nom, contenu.size])]);
const garder = async (formulaire, bouton) => {
  const envoi = enEnvoi(formulaire, bouton);
  const la = (await globalThis.boiteDEnvoi.miens()).find(({ uuid }) => uuid === envoi.uuid);
  if (la && dit(la) !== dit(envoi)) envoi.uuid = crypto.randomUUID();
  document.body.addEventListener("envoi:arrive", ({ detail }) => {
    if (detail?.recu === envoi.uuid) location.assign(detail.adresse || location.href);
  });
  if ((await globalThis.boiteDEnvoi.deposer(envoi)) !== "garde") return;
  const phrase = boite.querySelector("template[data-formulaire]").content.firstElementChild.cloneNode(true);
  formulaire.inert = true;
  formulaire.after(phrase);
  phrase.scrollIntoView({ block: "nearest" });
  const rendre = () => {
    phrase.remove();
    formulaire.inert = false;
  };
  phrase.querySelector("button").addEventListener("click", async () => (await globalThis.boiteDEnvoi.annuler(envoi.uuid)) && rendre());
  document.body.addEventListener("envoi:refuse", ({ detail }) => detail.uuid === envoi.uuid && rendre()); // the box says why
};

if (moi && boite && globalThis.boiteDEnvoi) {
  document.addEventListener("submit", (evenement) => {
    const { target: formulaire, submitter } = evenement;
    if (evenement.defaultPrevented || navigator.onLine || !seRedit(formulaire) || submitter?.name.endsWith("-geste")) return;
    evenement.preventDefault();
    garder(formulaire, submitter).catch(() => {}); // kept nowhere (a storage that is full): it stays in its form, and the page says that there is no network
  });
  // What htmx sends is kept likewise; a room that keeps it in its own way has stopped it before.
  document.body.addEventListener("htmx:beforeRequest", (evenement) => {
    const { elt, requestConfig } = evenement.detail;
    if (navigator.onLine || !elt.matches("form") || !seRedit(elt)) return;
    evenement.preventDefault();
    garder(elt, requestConfig.triggeringEvent?.submitter).catch(() => {});
  });
  addEventListener("formdata", ({ target, formData }) => {
    if (seRedit(target)) formData.set("envoye-par", moi);
  });
}
