/* « Copier » : a button that names a field, or what is written on the page. Shown only where the device can copy. */

if (navigator.clipboard) {
  for (const bouton of document.querySelectorAll("[data-copier]")) {
    bouton.hidden = false;
    bouton.addEventListener("click", async () => {
      const champ = document.getElementById(bouton.dataset.copier);
      try {
        await navigator.clipboard.writeText(champ.value ?? champ.textContent);
        bouton.querySelector("span").textContent = bouton.dataset.fait;
        document.getElementById("annonce").textContent = bouton.dataset.fait;
      } catch {
        // Refused: the text is selected, the person copies it.
        if (champ.select) champ.select();
        else getSelection().selectAllChildren(champ);
      }
    });
  }
}
