/* The site put on the phone's first screen: offered at the end of the feed, to who came back on a third day, once the browser says that it
   may be; never over what one reads, and not again for three months when it was put off. */

const TROIS_MOIS = 90 * 86_400_000;
const lieu = document.querySelector("[data-installer]");

const venues = () => {
  const jour = new Date().toDateString();
  const dites = JSON.parse(localStorage.getItem("venues") ?? "{}");
  if (dites.dernier !== jour) localStorage.setItem("venues", JSON.stringify({ n: (dites.n ?? 0) + 1, dernier: jour }));
  return JSON.parse(localStorage.getItem("venues")).n;
};
const estRemis = () => Date.now() - Number(localStorage.getItem("installer-plus-tard") ?? 0) < TROIS_MOIS;

const proposer = (invite) => {
  lieu.hidden = false;
  lieu.querySelector("[data-oui]").addEventListener("click", async () => {
    lieu.hidden = true;
    await invite.prompt();
  });
  lieu.querySelector("[data-plus-tard]").addEventListener("click", () => {
    localStorage.setItem("installer-plus-tard", Date.now());
    lieu.hidden = true;
  });
};

try {
  if (lieu) {
    const revenu = venues() >= 3;
    addEventListener("beforeinstallprompt", (invite) => {
      if (!revenu || estRemis()) return;
      invite.preventDefault();
      proposer(invite);
    });
  }
} catch {
  // Storage is closed: nothing is counted here, nothing is offered.
}
