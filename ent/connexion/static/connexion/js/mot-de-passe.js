/* A button to read the password one types. The words come from the page: <form data-voir="Afficher" data-cacher="Cacher">. */

const modele = document.getElementById("voir-mot-de-passe");

if (modele) {
  for (const champ of document.querySelectorAll("input[type=password]")) {
    const cadre = document.createElement("div");
    cadre.className = "dans-champ";
    champ.replaceWith(cadre);
    const bouton = modele.content.firstElementChild.cloneNode(true);
    cadre.append(champ, bouton);
    bouton.addEventListener("click", () => {
      const visible = champ.type === "password";
      champ.type = visible ? "text" : "password";
      bouton.setAttribute("aria-pressed", String(visible));
    });
    champ.form?.addEventListener("submit", () => {
      champ.type = "password";
    });
  }
}
