/* « ? »: the help opens over the page; its script is fetched at that touch. */

document.addEventListener("click", (evenement) => {
  const lien = evenement.target.closest?.("[data-aide]");
  if (!lien || evenement.button || evenement.metaKey || evenement.ctrlKey || evenement.shiftKey) return;
  evenement.preventDefault();
  import(lien.dataset.aide).then(() => lien.dispatchEvent(new Event("aide", { bubbles: true })), () => location.assign(lien.href));
});
