/* Draw rectangles on a photo with a finger, a pen or a mouse: each fills a line of figures, which are what is sent. Typed
   figures draw their rectangle too. */

const COTES = ["gauche", "haut", "droite", "bas"];
const PETIT = 8; // thousandths: under it, a tap and not a rectangle

const installer = (formulaire) => {
  const image = formulaire.querySelector("[data-image]");
  const cadres = formulaire.querySelector("[data-cadres]");
  const chiffres = formulaire.querySelector("[data-chiffres]");
  const gestes = formulaire.querySelector("[data-gestes]");
  const lignes = () => [...formulaire.querySelectorAll("[data-rectangle]")];
  const champs = (ligne) => COTES.map((cote) => ligne.querySelector(`[name=${cote}]`));
  const valeurs = (ligne) => champs(ligne).map((champ) => (champ.value === "" ? NaN : Number(champ.value)));
  const pleine = (ligne) => valeurs(ligne).every(Number.isFinite);
  let trait = null;

  const tracer = ([gauche, haut, droite, bas]) => {
    const cadre = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [nom, valeur] of [["x", gauche], ["y", haut], ["width", droite - gauche], ["height", bas - haut]]) cadre.setAttribute(nom, Math.max(0, valeur));
    return cadre;
  };
  const montrer = () => {
    const pleines = lignes().filter(pleine).map(valeurs);
    cadres.replaceChildren(...[...pleines, ...(trait ? [trait.boite] : [])].map(tracer));
    gestes.hidden = !pleines.length;
  };
  const point = ({ clientX, clientY }) => {
    const cadre = image.getBoundingClientRect();
    return [(clientX - cadre.left) / cadre.width, (clientY - cadre.top) / cadre.height].map((part) => Math.round(1000 * Math.min(1, Math.max(0, part))));
  };
  const boite = ([ax, ay], [bx, by]) => [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)];
  const ajouter = (rectangle) => {
    let ligne = lignes().find((l) => !pleine(l));
    if (!ligne) {
      ligne = lignes()[0].cloneNode(true);
      const legende = ligne.querySelector("legend");
      legende.textContent = legende.textContent.replace(/\d+/, lignes().length + 1);
      chiffres.append(ligne);
    }
    champs(ligne).forEach((champ, rang) => (champ.value = rectangle[rang]));
  };

  image.addEventListener("pointerdown", (evenement) => {
    if (trait || evenement.button) return;
    evenement.preventDefault();
    image.setPointerCapture(evenement.pointerId);
    trait = { doigt: evenement.pointerId, depart: point(evenement), boite: [0, 0, 0, 0] };
  });
  image.addEventListener("pointermove", (evenement) => {
    if (trait?.doigt !== evenement.pointerId) return;
    trait.boite = boite(trait.depart, point(evenement));
    montrer();
  });
  const lever = (evenement) => {
    if (trait?.doigt !== evenement.pointerId) return;
    const [gauche, haut, droite, bas] = trait.boite;
    if (evenement.type === "pointerup" && droite - gauche >= PETIT && bas - haut >= PETIT) ajouter(trait.boite);
    trait = null;
    montrer();
  };
  image.addEventListener("pointerup", lever);
  image.addEventListener("pointercancel", lever);
  image.addEventListener("dragstart", (evenement) => evenement.preventDefault());
  chiffres.addEventListener("input", montrer);
  formulaire.querySelector("[data-annuler]").addEventListener("click", () => {
    const derniere = lignes().filter(pleine).at(-1);
    if (derniere) champs(derniere).forEach((champ) => (champ.value = ""));
    montrer();
  });
  montrer();
  formulaire.dataset.pret = "";
};

document.querySelectorAll("[data-flouter]").forEach(installer);
