/* « Copier » : a button that names a field, or what is written on the page, where spaces are held to be read: what leaves is as it was
   written. Shown only where the device can copy. */

if (navigator.clipboard) {
  for (const bouton of document.querySelectorAll("[data-copier]")) {
    bouton.hidden = false;
    bouton.addEventListener("click", async () => {
      const { copier, fait } = bouton.dataset;
      const champ = document.getElementById(copier);
      try {
        await navigator.clipboard.writeText(champ.value ?? champ.textContent.replaceAll("\u00a0", " "));
        bouton.querySelector("span").textContent = document.getElementById("annonce").textContent = fait;
      } catch {
        // Refused: the text is selected, the person copies it.
        if (champ.select) champ.select();
        else getSelection().selectAllChildren(champ);
      }
    });
  }
}
