/* One line to add. What was understood comes from the server; here, its ghost is put in the column of its day. Enter adds what is
   shown; pressed before that, it adds the line as soon as it is understood, when the line says all of it, and shows its chips otherwise. */

const fantomes = () => document.querySelectorAll(".semaine .seance--ajout");

const poser = () => {
  const compris = document.getElementById("compris");
  for (const ancien of fantomes()) ancien.remove();
  const modele = compris?.querySelector("template[data-fantome]");
  const jour = compris?.querySelector("select[name=jour]")?.value;
  const moment = compris?.querySelector("select[name=moment]")?.value;
  if (!modele || !jour) return;
  // Before what adds a séance to that half-day, or work to that day; a past day has nothing that adds work.
  const place = document.querySelector(`[data-ajout="${CSS.escape(moment ? `${jour}-${moment}` : jour)}"]`);
  place?.before(modele.content.cloneNode(true));
};

for (const formulaire of document.querySelectorAll("[data-ajout-rapide]")) {
  const phrase = formulaire.elements.phrase;
  const estLue = () => formulaire.elements.lue?.value === phrase.value;
  formulaire.addEventListener("submit", (evenement) => {
    // Without network, or without a session, it is understood once it has left.
    if (formulaire.illisible || estLue() || !phrase.value.trim() || !navigator.onLine) return;
    evenement.preventDefault();
    formulaire.presse = phrase.value;
    globalThis.htmx.trigger(phrase, "comprendre");
  });
  phrase.addEventListener("input", () => delete formulaire.presse);
  formulaire.addEventListener("click", ({ target }) => {
    const propose = target.closest("[data-jour-propose]");
    if (!propose) return;
    const choix = formulaire.elements.jour;
    choix.value = propose.dataset.jourPropose;
    choix.dispatchEvent(new Event("change", { bubbles: true }));
    phrase.focus();
  });
  poser();
}
document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (["compris", "semaine"].includes(detail.target?.id)) poser();
  const formulaire = detail.target?.closest?.("[data-ajout-rapide]");
  const { presse } = formulaire ?? {};
  if (detail.target?.id !== "compris" || presse === undefined) return;
  delete formulaire.presse;
  const lu = detail.target.querySelector("[data-aussitot]");
  if (lu && presse === formulaire.elements.phrase.value && presse === formulaire.elements.lue.value) formulaire.requestSubmit();
});

/* Nobody reads it, or one is signed in no more: what was pressed leaves as it is written, and is kept on the way (saisies.js, the outbox). */
document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { status } = detail.xhr;
  const formulaire = detail.elt.closest("[data-ajout-rapide]");
  if (formulaire?.presse === undefined || (status !== 401 && status > 0 && status < 500)) return;
  formulaire.illisible = true;
  formulaire.requestSubmit();
});

/* The form of a travail: the minutes of a kind are proposed until someone writes theirs; a date chosen in the calendar is
   « another day ». */
for (const formulaire of document.querySelectorAll("form[data-travail]")) {
  const minutes = formulaire.elements.minutes;
  const parNature = JSON.parse(formulaire.dataset.minutes);
  let estProposee = minutes.value === "";
  const proposer = () => {
    if (estProposee) minutes.value = parNature[formulaire.elements.nature.value] ?? "";
  };
  minutes.addEventListener("input", () => {
    estProposee = minutes.value === "";
  });
  formulaire.addEventListener("change", ({ target }) => {
    if (target.name === "nature") proposer();
    if (target.name === "date_pour") {
      const autre = formulaire.querySelector("input[name=jour][value='']");
      if (autre) autre.checked = true;
    }
  });
  proposer();
}

/* « Toute la classe » after names were ticked: they go, in sight of nobody since they are folded. */
for (const formulaire of document.querySelectorAll("form.donner")) {
  formulaire.addEventListener("change", ({ target }) => {
    const estPourTous = (target.name === "pour" && target.value !== "eleves") || (target.name === "des_eleves" && !target.checked);
    if (estPourTous) for (const coche of formulaire.querySelectorAll("[name=eleves]:checked")) coche.checked = false;
  });
}

/* A slot of the timetable brings its title, which one types over or keeps. */
if (new URLSearchParams(location.search).has("creneau")) document.querySelector("form.donner input[name=titre][autofocus]:not([aria-invalid])")?.select();
