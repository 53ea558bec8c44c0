/* Read aloud with the browser's own voice: <button data-lire="Je lis. Page 14.">. Nothing is sent anywhere. A second tap
   stops. Without a voice on the device, the buttons are put away. The whole page is read by a script of its own (ecoute.js), fetched at that touch. */

const voix = window.speechSynthesis;

if (!voix || !window.SpeechSynthesisUtterance) {
  document.documentElement.classList.add("sans-voix");
} else {
  let enCours = null;
  const arreter = () => {
    voix.cancel();
    enCours?.setAttribute("aria-pressed", "false");
    enCours = null;
  };
  document.addEventListener("click", (evenement) => {
    const page = evenement.target.closest?.("[data-ecouter]");
    if (page) {
      arreter();
      voix.speak(new SpeechSynthesisUtterance("")); // Safari lets speak who first spoke in a touch
      import(page.dataset.ecouter).then(() => page.dispatchEvent(new Event("ecouter", { bubbles: true })), () => {});
      return;
    }
    const bouton = evenement.target.closest?.("[data-lire], [data-lire-tout]");
    if (!bouton) return;
    const recommence = bouton !== enCours;
    arreter();
    if (!recommence) return;
    const texte =
      bouton.dataset.lire ||
      [...document.querySelectorAll("main [data-lire]")].map((element) => element.dataset.lire).join(" ");
    const parole = new SpeechSynthesisUtterance(texte);
    parole.lang = bouton.dataset.lireLangue || "fr-FR";
    parole.rate = 0.9;
    parole.addEventListener("end", () => enCours === bouton && arreter());
    enCours = bouton;
    bouton.setAttribute("aria-pressed", "true");
    voix.speak(parole);
  });
  addEventListener("pagehide", arreter);
}
