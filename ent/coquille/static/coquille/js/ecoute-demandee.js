/* What is heard, the whole page ([data-ecouter]) or one thing of it ([data-lire], [data-lire-tout]), is read by a script that the first touch
   fetches (ecoute.js). Without any voice the buttons are put away. */

const voix = window.speechSynthesis;

if (!voix || !window.SpeechSynthesisUtterance) {
  document.documentElement.classList.add("sans-voix");
} else {
  document.addEventListener("click", ({ target }) => {
    const bouton = target.closest?.("[data-ecouter], [data-lire], [data-lire-tout]");
    if (!bouton) return;
    voix.speak(new SpeechSynthesisUtterance("")); // Safari lets speak who first spoke in a touch
    import("assemblage:ecoute.js").then(() => bouton.dispatchEvent(new Event("ecouter", { bubbles: true })), () => {});
  });
}
