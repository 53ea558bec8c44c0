/* « Qui est dessus ? », asked where an image was just joined ([data-depot][data-visages]): the question is a fragment of the school,
   put under the image; what is said is kept at once, with the image. Without this script, the link of its line opens the same page. */

const demander = async (bloc, corps) => {
  const jeton = JSON.parse(document.body.getAttribute("data-hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
  const reponse = await fetch(bloc.dataset.qui, {
    method: corps ? "POST" : "GET",
    body: corps,
    headers: { "HX-Request": "true", "X-CSRFToken": jeton },
    redirect: "error",
    cache: "no-store",
  });
  const recu = document.createElement("template");
  recu.innerHTML = await reponse.text();
  const nouveau = recu.content.querySelector("[data-qui]");
  if (!nouveau) throw new Error(reponse.status);
  bloc.replaceWith(nouveau);
  return nouveau;
};

const poser = (ligne, adresse) => {
  if (!adresse || ligne.querySelector("[data-qui]")) return;
  const bloc = document.createElement("div");
  bloc.dataset.qui = adresse;
  const lien = ligne.querySelector("[data-qui-lien]");
  ligne.append(bloc);
  demander(bloc).then(() => lien?.remove()).catch(() => bloc.remove()); // no network: the link, if any, stays
};

/* Its fields are of no form: they leave by themselves. */
const lire = (bloc, bouton) => {
  const corps = new URLSearchParams();
  const sans = bouton.name === "personne";
  if (sans) corps.set("personne", "1");
  for (const champ of bloc.querySelectorAll("input")) {
    if (champ.type === "hidden" || (champ.checked && !sans)) corps.append(champ.name, champ.value);
  }
  return corps;
};

document.addEventListener("click", (evenement) => {
  const bouton = evenement.target.closest?.("[data-depot] [data-dire]");
  if (!bouton) return;
  evenement.preventDefault();
  const bloc = bouton.closest("[data-qui]");
  bouton.disabled = true;
  demander(bloc, lire(bloc, bouton))
    .then((nouveau) => nouveau.querySelector("summary, a, button")?.focus())
    .catch(() => (bouton.disabled = false));
});

document.addEventListener("depot:arrive", ({ target, detail }) => {
  if (!target.matches("[data-visages]")) return;
  const ligne = target.querySelector(`[data-uuid="${detail.uuid}"]`);
  if (ligne) poser(ligne, detail.qui);
});

const chercher = (ou) => {
  for (const lien of ou.querySelectorAll?.("[data-depot] [data-qui-lien]") ?? []) poser(lien.closest("li"), lien.dataset.quiLien);
};
chercher(document);
document.body.addEventListener("htmx:load", ({ target }) => chercher(target));
