/* Keep of a list the names of which a word begins as what is typed, accents aside: nothing is sent, a name stands in no address. */
const plier = (texte) => texte.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const zone of document.querySelectorAll("[data-chercher]")) {
  const lignes = [...document.getElementById(zone.dataset.chercher).children];
  const champ = zone.querySelector("input");
  champ.addEventListener("input", () => {
    const voulu = plier(champ.value.trim());
    for (const ligne of lignes) {
      const nom = plier(ligne.querySelector("[data-nom]").textContent);
      ligne.hidden = ![nom, ...nom.split(/[\s-]+/)].some((mot) => mot.startsWith(voulu));
    }
  });
  // Enter opens the only one that is left.
  champ.addEventListener("keydown", (evenement) => {
    const [seule, autre] = lignes.filter((ligne) => !ligne.hidden);
    if (evenement.key === "Enter" && seule && !autre) seule.querySelector("a").click();
  });
  zone.hidden = false;
}
