/* A drawn signature joins its form as strokes of whole points, thinned: what a page draws again, and nothing else. Without
   script the sheet stays hidden, and one writes one's name. Comes after `dessin`, which gives the sheet its strokes. */

const ECART = 6; // between two points that are kept

const alleger = (points, { width, height }) => {
  const gardes = [];
  for (const [x, y] of points) {
    const point = [Math.min(width, Math.max(0, Math.round(x))), Math.min(height, Math.max(0, Math.round(y)))];
    const dernier = gardes.at(-1);
    if (!dernier || Math.hypot(point[0] - dernier[0], point[1] - dernier[1]) >= ECART) gardes.push(point);
  }
  return gardes;
};

document.querySelectorAll("[data-signature]").forEach((cadre) => {
  const planche = cadre.querySelector("[data-dessin]");
  const feuille = planche.querySelector("canvas");
  const trace = cadre.querySelector("[name=trace]");
  planche.hidden = false;
  try {
    if (trace.value) planche.remplir(JSON.parse(trace.value));
  } catch {
    trace.value = "";
  }
  planche.addEventListener("dessine", () => {
    const traits = planche.traits().map((points) => alleger(points, feuille));
    trace.value = traits.length ? JSON.stringify(traits) : "";
  });
});
