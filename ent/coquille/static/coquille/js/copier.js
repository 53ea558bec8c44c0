/* « Copier » : a button that names a field. Shown only where the device can copy. */

if (navigator.clipboard) {
  for (const bouton of document.querySelectorAll("[data-copier]")) {
    bouton.hidden = false;
    bouton.addEventListener("click", async () => {
      const champ = document.getElementById(bouton.dataset.copier);
      try {
        await navigator.clipboard.writeText(champ.value);
        bouton.querySelector("span").textContent = bouton.dataset.fait;
        document.getElementById("annonce").textContent = bouton.dataset.fait;
      } catch {
        champ.select(); // refused: the text is selected, the person copies it
      }
    });
  }
}
