/* Photos that the phone shared, in the form that was chosen for them (partage.js): given to its first field of files as if they had been
   chosen there, and forgotten once that form has them all, or leaves with them. */

const MOMENT = 600_000; // what was chosen is not what one opens an hour later
const [choisi, vers] = sessionStorage.getItem("partage")?.split(" ") ?? [];
const champ = document.querySelector("[data-depot] input[type=file], input[type=file][data-choisir][multiple]");

const poser = async () => {
  const base = await new Promise((reussir, echouer) => {
    const demande = indexedDB.open("partage", 1);
    demande.onupgradeneeded = () => demande.result.createObjectStore("partages", { autoIncrement: true });
    demande.onsuccess = () => reussir(demande.result);
    demande.onerror = () => echouer(demande.error);
  });
  const partages = await new Promise((reussir, echouer) => {
    const demande = base.transaction("partages").objectStore("partages").getAll();
    demande.onsuccess = () => reussir(demande.result);
    demande.onerror = () => echouer(demande.error);
  });
  base.close();
  const moi = document.documentElement.dataset.personne;
  const fichiers = partages.filter(({ personne }) => personne === moi).flatMap((partage) => partage.fichiers);
  sessionStorage.removeItem("partage");
  if (!fichiers.length) return;
  const transfert = new DataTransfer();
  for (const { contenu, nom } of fichiers) transfert.items.add(new File([contenu], nom, { type: contenu.type }));
  const formulaire = champ.closest("form");
  const lignes = () => formulaire.querySelectorAll(".depot__fichier, [data-paquet] > *").length;
  const attendues = lignes() + fichiers.length;
  champ.files = transfert.files;
  champ.dispatchEvent(new Event("change", { bubbles: true }));
  for (let pli = champ.closest("details"); pli; pli = pli.parentElement.closest("details")) pli.open = true;
  formulaire.scrollIntoView({ block: "nearest" });
  const oublier = () => {
    clearInterval(guet);
    indexedDB.deleteDatabase("partage");
  };
  const guet = setInterval(() => lignes() >= attendues && oublier(), 100);
  formulaire.addEventListener("submit", oublier, { once: true });
};
if (vers && champ && Date.now() - choisi < MOMENT && location.pathname.startsWith(vers)) poser().catch(() => {});
