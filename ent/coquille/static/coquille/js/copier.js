/* « Copier » : a button that names a field, or what is written on the page, where spaces are held to be read: what leaves is as it was
   written. Shown only where the device can copy. */

for (const bouton of document.querySelectorAll("[data-copier]")) {
  bouton.hidden = false;
  bouton.addEventListener("click", async () => {
    const { copier, fait, choisi } = bouton.dataset;
    const champ = document.getElementById(copier);
    const dire = (mots) => (bouton.querySelector("span").textContent = document.getElementById("annonce").textContent = mots);
    try {
      await navigator.clipboard.writeText(champ.value ?? champ.textContent.replaceAll("\u00a0", " "));
      dire(fait);
    } catch {
      // Refused: the text is selected, the person copies it.
      if (champ.select) champ.select();
      else getSelection().selectAllChildren(champ);
      dire(choisi);
    }
  });
}
