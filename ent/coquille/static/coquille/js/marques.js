/* Something is marked: what takes the mark off (corrige.js) is fetched at the first change. */

document.addEventListener("input", ({ target }) => {
  if (document.querySelector(".erreur")) import("assemblage:corrige.js").then(() => target.dispatchEvent(new Event("corrige", { bubbles: true })), () => {});
});
