/* What scripts write is held as pages are where they leave (ent/socle/typographie.py): no line begins by « ? », nor parts « 8 h 40 »; after an
   Arabic letter a comma is that of Arabic. Said once for all of them: words are held as they come into the page, and held twice they are as once. */

const A_TENIR = /[\u0621-\u064A],(?= )|« |\d[ \u00a0]h (?=\d\d(?!\d))|\d (?=(?:h|min|ans?|mois|jours?|€|%|°C?|[kdcm]?m|k?g|[cdm]?[lL]|[kMG]o)(?![\p{L}\p{N}_’']))|[nN]° (?=\d)|\d × (?=\d)| (?=[:;!?»])/gu;
const tenir = (noeud) => {
  if (noeud.nodeType !== 3) return noeud.childNodes.forEach(tenir);
  const tenus = noeud.data.replace(A_TENIR, (dits) => dits.replaceAll(" ", "\u00a0").replace(",", "،"));
  if (tenus !== noeud.data && !noeud.parentElement?.closest("script,style,textarea,pre,code,kbd,samp,[contenteditable]")) noeud.data = tenus;
};
new MutationObserver((changes) => {
  for (const { type, target, addedNodes } of changes) (type === "childList" ? addedNodes : [target]).forEach(tenir);
}).observe(document, { subtree: true, childList: true, characterData: true });
