/* Being told on this device. The browser subscribes, the server keeps the subscription under the person's name. How it ends: pousse-a.js. */

const formulaire = document.querySelector("[data-poussee]");
const possible = "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;

const abonnement = async () => (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription();

const octets = (cle) => Uint8Array.from(atob(cle.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const abonner = async () => {
  if ((await Notification.requestPermission()) !== "granted") return formulaire.dataset.refuse;
  const { pushManager } = await navigator.serviceWorker.ready;
  await (await pushManager.getSubscription())?.unsubscribe(); // of somebody else, or of a former key of the site
  const pris = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: octets(formulaire.dataset.cle) });
  const { endpoint, keys } = pris.toJSON();
  const envoi = new FormData(formulaire);
  envoi.set("adresse", endpoint);
  envoi.set("cle", keys.p256dh);
  envoi.set("secret", keys.auth);
  const reponse = await fetch(formulaire.action, { method: "POST", body: envoi, redirect: "manual" });
  if (!reponse.ok) {
    await pris.unsubscribe();
    return formulaire.dataset.panne;
  }
  localStorage.setItem("pousse-a", document.documentElement.dataset.personne);
  location.reload();
  return "";
};

const montrer = async () => {
  const refus = Notification.permission === "denied";
  const dejaIci = "ici" in formulaire.dataset && !refus && (await abonnement());
  formulaire.hidden = Boolean(dejaIci);
  formulaire.querySelector("button").hidden = refus;
  formulaire.querySelector("[data-dire]").textContent = refus ? formulaire.dataset.refuse : "";
  document.querySelector("[data-sans-poussee]").hidden = true;
};

if (possible && formulaire) {
  montrer().catch(() => {});
  formulaire.addEventListener("submit", async (evenement) => {
    evenement.preventDefault();
    const dire = formulaire.querySelector("[data-dire]");
    dire.textContent = "";
    dire.textContent = await abonner().catch(() => formulaire.dataset.panne);
  });
}
