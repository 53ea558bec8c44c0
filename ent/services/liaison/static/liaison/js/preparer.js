// One pupil's page: lines counted as they are typed, the neighbour by Alt and an arrow. Without it, all is there by the page.
const formulaire = document.querySelector("[data-preparer]");
const compte = document.querySelector("[data-compte-lignes]");
const LIGNE = 80; // letters of a line, as lectures/apercu.py

function lignes() {
  const zones = ["sait", "aide", "mot"].map((nom) => formulaire.elements[nom].value);
  return zones
    .flatMap((texte) => texte.split("\n"))
    .filter((alinea) => alinea.trim())
    .reduce((somme, alinea) => somme + Math.ceil(alinea.length / LIGNE), 0);
}

formulaire.addEventListener("input", () => {
  const n = lignes();
  const { compteLignes, tropDeLignes } = compte.dataset;
  const phrase = n > Number(formulaire.dataset.lignesAuPlus) ? tropDeLignes : compteLignes;
  compte.textContent = phrase.replace("%s", String(n));
});

document.addEventListener("keydown", (touche) => {
  const vers = { ArrowLeft: "avant", ArrowRight: "apres" }[touche.key];
  if (!touche.altKey || !vers) return;
  const lien = document.querySelector(`[data-voisin="${vers}"]`);
  if (!lien) return;
  touche.preventDefault();
  lien.click();
});
