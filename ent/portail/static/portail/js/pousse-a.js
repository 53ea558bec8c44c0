/* Who is told on this device (prevenir.js) is told no more as soon as a page of anybody else is shown, when they sign out (/sw.js), or take the
   device out of their list. */

const A_QUI = "pousse-a";
const moi = document.documentElement.dataset.personne;

const quitter = async () => {
  await (await (await navigator.serviceWorker?.getRegistration())?.pushManager?.getSubscription())?.unsubscribe();
  localStorage.removeItem(A_QUI);
};
try {
  const qui = localStorage.getItem(A_QUI);
  if (moi && qui && qui !== moi) quitter().catch(() => {});
} catch {
  // Storage is closed: no subscription was ever made here.
}
document.querySelector("form[data-appareil-ici]")?.addEventListener("submit", () => {
  quitter().catch(() => {}); // the server forgets it in any case
});
