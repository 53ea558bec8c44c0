"""Lines as a phone breaks them: none begins by : ; ! ? or », none ends by «."""

import random

import pytest

from ent.socle.typographie import tenir
from tests.socle.test_typographie import INTACTS, TENUS

pytestmark = pytest.mark.navigateur

# Each sign beside its neighbour of the same block, each by its own box: lower than the one before, it begins a line.
LIGNES = """() => {
  const fautes = [], SIGNES = /[:;!?»«]/g;
  const bloc = (noeud) => { let e = noeud.parentElement; while (getComputedStyle(e).display.startsWith("inline")) e = e.parentElement; return e; };
  const boite = (noeud, rang) => {
    const r = document.createRange(); r.setStart(noeud, rang); r.setEnd(noeud, rang + 1);
    return r.getClientRects()[0];
  };
  const marche = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const lettres = [];
  while (marche.nextNode()) {
    const noeud = marche.currentNode, parent = noeud.parentElement;
    if (!noeud.data.trim() || parent.closest("script, style, textarea, pre, code, option, .hors-ecran") || !parent.checkVisibility()) continue;
    const sien = bloc(noeud);
    for (const { index } of noeud.data.matchAll(/\\S/g)) lettres.push([noeud, index, sien]);
  }
  lettres.forEach(([noeud, rang, sien], i) => {
    const signe = noeud.data[rang];
    if (!SIGNES.test(signe)) return;
    SIGNES.lastIndex = 0;
    const [avant, apres] = signe === "«" ? [lettres[i], lettres[i + 1]] : [lettres[i - 1], lettres[i]];
    if (!avant || !apres || avant[2] !== apres[2]) return;
    const haut = boite(avant[0], avant[1]), bas = boite(apres[0], apres[1]);
    if (haut && bas && bas.top > haut.bottom - 2) fautes.push(`${signe} ${sien.innerText.slice(0, 200)}`);
  });
  return [lettres.length, fautes];
}"""
# Who reads what: pages with long sentences, words of the product and of people, both engines, a refusal.
PAGES = {
    "nadia.belhadj@exemple.fr": [
        "/",
        "/cahier/jour/",
        "/cahier/quinzaine/",
        "/carnet/",
        "/messages/",
        "/messages/fil/1/",
        "/autorisations/",
        "/notifications/",
        "/prevenir/",
        "/plus/",
        "/compte/appareils/",
        "/ecoles/ecole-du-cerf-volant/",
        "/nulle-part/",
    ],
    "claire.lefort@exemple.fr": [
        "/",
        "/cahier/classe/1/",
        "/cahier/classe/1/travail/",
        "/carnet/classe/1/",
        "/journal/classe/1/",
    ],
    "anne.quemeneur@exemple.fr": [
        "/",
        "/annuaire/0789901N/",
        "/annuaire/0789901N/import/",
        "/annuaire/0789901N/joindre/",
        "/annuaire/0789901N/reglages/",
        "/messages/regles/0789901N/modifier/",
    ],
}
# A column so narrow that each word is alone on its line, where nothing is held: what a person is typing.
ETROIT = """() => { const p = document.createElement("p"); p.contentEditable = true; p.style.width = "1px"; p.textContent = "Lire « ceci » : oui !"; document.body.append(p); }"""


@pytest.mark.parametrize("courriel", PAGES)
def test_no_line_begins_or_ends_by_a_sign_that_french_never_puts_there(appareil, courriel):
    a = appareil("telephone")
    a.entrer(courriel)
    fautes = []
    for chemin in PAGES[courriel]:
        assert a.aller(chemin).status == (404 if chemin == "/nulle-part/" else 200), chemin
        for largeur in (390, 320):
            a.page.set_viewport_size({"width": largeur, "height": 844})
            lettres, trouvees = a.page.evaluate(LIGNES)
            assert lettres > 50, chemin
            fautes += [f"{chemin} {largeur}: {t}" for t in trouvees]
    assert fautes == []
    a.page.evaluate(ETROIT)
    assert [f[0] for f in a.page.evaluate(LIGNES)[1]] == ["«", "»", ":", "!"]


# Words as scripts write them: whole, then letter after letter in the same node.
ECRIRE = """async (mots) => {
  const lire = () => new Promise((suite) => setTimeout(suite));
  const boite = document.body.appendChild(document.createElement("div"));
  for (const mot of mots) boite.append(Object.assign(document.createElement("p"), { textContent: mot }));
  await lire();
  const ecrits = [...boite.children].map((p) => p.textContent);
  for (const p of boite.children) p.firstChild.data = "";
  mots.forEach((mot, rang) => { boite.children[rang].firstChild.data = mot; });
  await lire();
  const changes = [...boite.children].map((p) => p.textContent);
  boite.remove();
  return [ecrits, changes];
}"""


def test_what_scripts_write_is_held_as_pages_are(appareil):
    hasard = random.Random(127)
    alphabet = [*"a38hmnl°€%<>«»:;!?’ \u00a0", " ", " ", " h ", "min", "ans", "n°", "40"]
    mots = [*TENUS, *filter(None, INTACTS), *("".join(hasard.choices(alphabet, k=24)) for _n in range(2000))]
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    ecrits, changes = a.page.evaluate(ECRIRE, mots)
    assert ecrits == changes == [tenir(mot) for mot in mots]
    assert (
        a.page.evaluate("""() => {
      const champ = document.body.appendChild(document.createElement("textarea"));
      champ.textContent = "Qui vient ?";
      return new Promise((suite) => setTimeout(() => suite(champ.value)));
    }""")
        == "Qui vient ?"
    ), "what is typed stays as it is typed"
