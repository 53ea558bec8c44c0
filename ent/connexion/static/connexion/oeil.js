// Show what is typed in a password field, for a moment. Without this script the field works as usual.
const modele = document.getElementById("oeil");

for (const champ of modele ? document.querySelectorAll('input[type="password"]') : []) {
  const cadre = document.createElement("div");
  cadre.className = "dans-champ";
  champ.replaceWith(cadre);
  const bouton = modele.content.firstElementChild.cloneNode(true);
  cadre.append(champ, bouton);
  bouton.addEventListener("click", () => {
    const visible = champ.type === "password";
    champ.type = visible ? "text" : "password";
    bouton.setAttribute("aria-pressed", String(visible));
    champ.focus();
  });
  champ.form?.addEventListener("submit", () => { champ.type = "password"; });
}
