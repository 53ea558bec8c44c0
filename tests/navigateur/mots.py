"""Words that a page cuts in two, letter from letter, to make room for what stands beside them."""

# Of the words that a reader sees, of two letters at least and of no address: those that stand on two lines. A hyphen or a slash ends a word.
COUPES = """() => {
  const coupes = [];
  const textes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const mot = /[\\p{L}\\p{M}]{2,24}/gu;
  for (let texte = textes.nextNode(); texte; texte = textes.nextNode()) {
    const lieu = texte.parentElement;
    if (!lieu.checkVisibility() || lieu.closest(".hors-ecran, script, style, template")) continue;
    for (const trouve of texte.data.matchAll(mot)) {
      const portee = document.createRange();
      portee.setStart(texte, trouve.index);
      portee.setEnd(texte, trouve.index + trouve[0].length);
      const lignes = new Set([...portee.getClientRects()].filter((b) => b.width > 1).map((b) => Math.round(b.top)));
      if (lignes.size > 1) coupes.push(`${trouve[0]} (${lieu.outerHTML.slice(0, 60)})`);
    }
  }
  return coupes;
}"""
