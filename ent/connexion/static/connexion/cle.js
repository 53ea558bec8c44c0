// Passkeys: show the button where the browser knows them, and say it in words when the key does not answer.
for (const bouton of document.querySelectorAll("[data-cle]")) {
  bouton.hidden = !window.PublicKeyCredential;
}

document.addEventListener("allauth.error", (evenement) => {
  evenement.preventDefault();
  for (const phrase of document.querySelectorAll("[data-cle-erreur]")) phrase.hidden = false;
});
