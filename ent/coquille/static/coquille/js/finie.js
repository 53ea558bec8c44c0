/* The socket of this page is refused: nobody is signed in here any more, or somebody else is. What the page shows is of who went out, and is read no
   further. Where something was typed and not sent, it is covered and not lost: it is shown again to the same person, once they are back. */

const modele = document.querySelector("template[data-finie]");
const { moi } = document.body.dataset;
const ENCORE = 5000;
const SIENNE = 15_000; // the way out itself, on a slow network

/* Nobody (null), or nothing where it cannot be known. */
const quiEstLa = async () => {
  const reponse = await fetch(modele.dataset.quiEstLa, { redirect: "manual", cache: "no-store", headers: { Accept: "application/json" } }).catch(() => null);
  if (reponse?.type === "opaqueredirect") return null;
  return reponse?.ok ? (await reponse.json()).personne : undefined;
};

const aEcrit = () =>
  [...document.querySelectorAll("input:not([type=hidden]), textarea")].some((e) => e.value !== e.defaultValue || e.checked !== e.defaultChecked);

const revenir = (phrase, caches) => {
  phrase.remove();
  for (const cache of caches) cache.hidden = false;
  document.title = phrase.dataset.titre;
  document.body.dispatchEvent(new CustomEvent("session:la"));
};

const cacher = () => {
  const caches = [...document.body.children].filter((e) => !e.hidden && !e.matches("script, template"));
  for (const cache of caches) cache.hidden = true;
  const phrase = modele.content.firstElementChild.cloneNode(true);
  phrase.dataset.titre = document.title;
  document.title = phrase.querySelector("p").textContent;
  document.body.append(phrase);
  phrase.focus();
  const regarder = setInterval(async () => {
    if (document.hidden || (await quiEstLa()) !== moi) return;
    clearInterval(regarder);
    revenir(phrase, caches);
  }, ENCORE);
};

/* A form of this page is on its way, that of going out perhaps (fait.js): the page to which it leads is waited for. */
const finir = async (encore) => {
  if (sessionStorage.getItem("envoye") && !encore) return setTimeout(finir, SIENNE, true);
  if (!document.getElementById("saisie")) return location.reload(); // nobody writes here
  if (!modele) return;
  const la = await quiEstLa();
  if (la === moi || la === undefined) setTimeout(() => document.body.dispatchEvent(new CustomEvent("session:la")), ENCORE);
  else if (aEcrit()) cacher();
  else location.reload();
};
document.body.addEventListener("session:finie", () => finir());
