/* Draw with a finger, a pen or a mouse: <div data-dessin> with a canvas. What was drawn is a list of strokes, so that
   everything can be undone, « tout effacer » too. The element gains `exporter()`: a PNG, or nothing on an empty sheet; `traits()` and
   `remplir()`: the strokes themselves, for a signature; `gestes()` and `reprendre()`: with their colours. */

const TRAIT = 10;
const GOMME = 56;

const installer = (planche) => {
  const feuille = planche.querySelector("canvas");
  const crayon = feuille.getContext("2d");
  const [annuler, effacer] = ["annuler", "effacer"].map((nom) => planche.querySelector(`[data-geste="${nom}"]`));
  const valeur = (jeton) => getComputedStyle(document.documentElement).getPropertyValue(`--${jeton}`).trim();
  let couleur = "encre-fixe";
  let gestes = []; // strokes { couleur, points }, or null where the sheet was cleared
  let trait = null;

  const restants = () => gestes.slice(gestes.lastIndexOf(null) + 1);
  const tracer = ({ couleur: jeton, points }) => {
    crayon.strokeStyle = crayon.fillStyle = valeur(jeton);
    crayon.lineWidth = jeton === "blanc" ? GOMME : TRAIT;
    crayon.lineCap = crayon.lineJoin = "round";
    crayon.beginPath();
    if (points.length === 1) {
      crayon.arc(...points[0], crayon.lineWidth / 2, 0, 7);
      crayon.fill();
      return;
    }
    crayon.moveTo(...points[0]);
    points.slice(1).forEach(([x, y], rang) => {
      const [avantX, avantY] = points[rang];
      crayon.quadraticCurveTo(avantX, avantY, (avantX + x) / 2, (avantY + y) / 2);
    });
    crayon.lineTo(...points.at(-1));
    crayon.stroke();
  };
  const redessiner = () => {
    crayon.fillStyle = valeur("blanc");
    crayon.fillRect(0, 0, feuille.width, feuille.height);
    restants().forEach(tracer);
    annuler.disabled = !gestes.length;
    effacer.disabled = !restants().length;
    planche.dispatchEvent(new CustomEvent("dessine", { bubbles: true, detail: { vide: !restants().length } }));
  };
  const point = ({ clientX, clientY }) => {
    const cadre = feuille.getBoundingClientRect();
    return [((clientX - cadre.left) * feuille.width) / cadre.width, ((clientY - cadre.top) * feuille.height) / cadre.height];
  };

  feuille.addEventListener("pointerdown", (evenement) => {
    if (trait || evenement.button) return;
    feuille.setPointerCapture(evenement.pointerId);
    trait = { doigt: evenement.pointerId, couleur, points: [point(evenement)] };
    tracer(trait);
  });
  feuille.addEventListener("pointermove", (evenement) => {
    if (trait?.doigt !== evenement.pointerId) return;
    const pas = evenement.getCoalescedEvents?.() ?? [];
    trait.points.push(...(pas.length ? pas : [evenement]).map(point));
    tracer(trait);
  });
  const lever = (evenement) => {
    if (trait?.doigt !== evenement.pointerId) return;
    gestes.push({ couleur: trait.couleur, points: trait.points });
    trait = null;
    redessiner();
  };
  feuille.addEventListener("pointerup", lever);
  feuille.addEventListener("pointercancel", lever);
  planche.addEventListener("click", ({ target }) => {
    const pastille = target.closest("[data-couleur]");
    if (!pastille) return;
    couleur = pastille.dataset.couleur;
    planche.querySelectorAll("[data-couleur]").forEach((p) => p.setAttribute("aria-pressed", p === pastille));
  });
  annuler.addEventListener("click", () => {
    gestes.pop();
    redessiner();
  });
  effacer.addEventListener("click", () => {
    gestes.push(null);
    redessiner();
  });
  planche.addEventListener("oublier", () => {
    gestes = [];
    redessiner();
  });
  planche.exporter = async () => {
    if (!restants().length) return null;
    const image = await new Promise((rendre) => feuille.toBlob(rendre, "image/png"));
    return new File([image], "dessin.png", { type: "image/png" });
  };
  planche.traits = () => restants().map(({ points }) => points);
  planche.gestes = restants;
  planche.reprendre = (repris) => {
    gestes = repris;
    redessiner();
  };
  planche.remplir = (traits) => planche.reprendre(traits.map((points) => ({ couleur, points })));
  redessiner();
};

document.querySelectorAll("[data-dessin]").forEach(installer);
