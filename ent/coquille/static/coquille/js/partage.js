/* Photos that the phone shared (agent.js): shown in small, and sent to the form that one chooses, where they are put once it is open
   (partage-arrive.js). They are of who reads this page first: of anybody else, and after a day, they go. */

const moi = document.documentElement.dataset.personne;
const attente = document.querySelector("[data-partage]");
const GARDE = 24 * 3_600_000;

const ouvrir = () => new Promise((reussir, echouer) => {
  const demande = indexedDB.open("partage", 1);
  demande.onupgradeneeded = () => demande.result.createObjectStore("partages", { autoIncrement: true });
  demande.onsuccess = () => reussir(demande.result);
  demande.onerror = () => echouer(demande.error);
});
const finir = (transaction) => new Promise((reussir, echouer) => {
  transaction.oncomplete = reussir;
  transaction.onabort = transaction.onerror = echouer;
});
/* Those of mine, which are mine from now on. */
const prendre = async () => {
  const base = await ouvrir();
  const transaction = base.transaction("partages", "readwrite");
  const magasin = transaction.objectStore("partages");
  const fichiers = [];
  magasin.openCursor().onsuccess = ({ target: { result: curseur } }) => {
    if (!curseur) return;
    const { value: partage } = curseur;
    if ((partage.personne ?? moi) !== moi || Date.now() - partage.le > GARDE) curseur.delete();
    else {
      fichiers.push(...partage.fichiers);
      if (!partage.personne) curseur.update({ ...partage, personne: moi });
    }
    curseur.continue();
  };
  await finir(transaction);
  base.close();
  return fichiers;
};
const apercevoir = async ({ contenu }) => {
  const toile = Object.assign(document.createElement("canvas"), { width: 96, height: 96 });
  const image = await createImageBitmap(contenu);
  const echelle = Math.max(96 / image.width, 96 / image.height);
  const [l, h] = [image.width * echelle, image.height * echelle];
  toile.getContext("2d").drawImage(image, (96 - l) / 2, (96 - h) / 2, l, h);
  const ligne = document.createElement("li");
  ligne.append(toile);
  return ligne;
};

const montrer = async () => {
  const fichiers = await prendre();
  if (!fichiers.length) return;
  document.querySelector("[data-rien-de-partage]").hidden = true;
  attente.hidden = false;
  attente.querySelector("[data-compte]").textContent = fichiers.length === 1 ? attente.dataset.une : attente.dataset.plusieurs.replace("%s", fichiers.length);
  for (const fichier of fichiers) attente.querySelector("[data-apercus]").append(await apercevoir(fichier).catch(() => ""));
};
for (const lien of attente.querySelectorAll("[data-vers]")) {
  lien.addEventListener("click", () => sessionStorage.setItem("partage", `${Date.now()} ${lien.dataset.vers}`));
}
attente.querySelector("[data-jeter]").addEventListener("click", () => {
  indexedDB.deleteDatabase("partage").onsuccess = () => location.reload();
});
montrer().catch(() => {});
