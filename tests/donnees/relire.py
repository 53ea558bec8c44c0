"""What the pages of a kept database say, as words; `tests.donnees` runs it over a database of its own (ENT_VAR).

A process of its own, with the product’s settings: the database is migrated as an installation’s would be.
"""

import html.parser
import re
import sys

import time_machine

MARDI_10H = 1795510800  # 2026-11-24 at 10:00 in Paris, when the database was made
ESPACE = "5d0c7b1e-2d7f-4a53-9c1e-0e7a1d1f5a10"
INES, KENZA = "1b4bf33a-230c-5b90-b66c-cc3816f41f50", "7f68e06f-d257-50a7-b73b-e78e4fafebc2"
# (who, by their e-mail or their uuid; address)
PAGES = [
    ("nadia.belhadj@exemple.fr", "/"),
    ("nadia.belhadj@exemple.fr", "/cahier/jour/"),
    ("nadia.belhadj@exemple.fr", "/cahier/quinzaine/"),
    ("nadia.belhadj@exemple.fr", f"/carnet/{INES}/1/"),
    ("nadia.belhadj@exemple.fr", "/messages/fil/1/"),
    ("nadia.belhadj@exemple.fr", f"/journal/enfant/{INES}/"),
    ("nadia.belhadj@exemple.fr", f"/journal/enfant/{INES}/portfolio/"),
    ("nadia.belhadj@exemple.fr", "/autorisations/"),
    ("nadia.belhadj@exemple.fr", "/notifications/"),
    ("nadia.belhadj@exemple.fr", f"/cahier/enfant/{KENZA}/travail/17/"),
    ("mehdi.belhadj@exemple.fr", "/"),
    ("samira.haddad@exemple.fr", "/carnet/"),
    (INES, "/"),
    (INES, "/cahier/eleve/travail/18/"),
    ("claire.lefort@exemple.fr", "/"),
    ("claire.lefort@exemple.fr", "/cahier/classe/1/"),
    ("claire.lefort@exemple.fr", "/cahier/travail/19/suivi/"),
    ("claire.lefort@exemple.fr", "/cahier/classe/1/travail/"),
    ("claire.lefort@exemple.fr", "/cahier/seance/35/modifier/"),
    ("claire.lefort@exemple.fr", "/carnet/classe/1/"),
    ("claire.lefort@exemple.fr", "/carnet/mot/1/"),
    ("claire.lefort@exemple.fr", "/journal/billet/7/preparer/"),
    ("claire.lefort@exemple.fr", "/autorisations/demande/1/classe/1/"),
    ("yann.caradec@exemple.fr", "/cahier/classe/2/travail/"),
    ("anne.quemeneur@exemple.fr", "/"),
    ("anne.quemeneur@exemple.fr", "/carnet/ecole/2/"),
    ("anne.quemeneur@exemple.fr", "/annuaire/0789901N/journal/"),
    ("anne.quemeneur@exemple.fr", "/annuaire/0789901N/joindre/"),
    ("anne.quemeneur@exemple.fr", "/messages/regles/0789901N/modifier/"),
    ("anne.quemeneur@exemple.fr", "/sites/ecole-du-cerf-volant/reglages/"),
    ("brigitte.morvan@exemple.fr", "/"),
    ("olivier.renard@exemple.fr", "/"),
    ("", "/ecoles/ecole-du-cerf-volant/"),
    ("", "/ecoles/ecole-du-cerf-volant/actualites/la-semaine-du-gout/"),
]  # fmt: skip

# What pages bear for themselves: nobody reads it, and former versions had none.
TECHNIQUES = {"csrfmiddlewaretoken", "numero", "version", "semaine", "brouillon-cle"}


class Mots(html.parser.HTMLParser):
    """The words of a page, one passage a line: texts, descriptions of images, what fields hold, data given to scripts."""

    COUPENT = {
        "p",
        "div",
        "li",
        "h1",
        "h2",
        "h3",
        "tr",
        "td",
        "th",
        "section",
        "article",
        "a",
        "button",
        "label",
        "option",
        "dt",
        "dd",
    }

    def __init__(self) -> None:
        super().__init__()
        self.mots: list[str] = []
        self.tu = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        self.tu = tag == "style" or (tag == "script" and a.get("type") != "application/json")
        if tag in self.COUPENT:
            self.mots.append("\n")
        if a.get("alt"):
            self.mots.append(f" [{a['alt']}] ")
        if tag == "input" and a.get("name") not in TECHNIQUES:
            self.mots.append(f"\n{a.get('name', '')}={a.get('value', '')}{' x' if 'checked' in a else ''}\n")
        if tag == "option" and "selected" in a:
            self.mots.append("x ")

    def handle_endtag(self, tag: str) -> None:
        self.tu = False
        if tag in self.COUPENT:
            self.mots.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.tu:
            self.mots.append(re.sub(r"\s+", " ", data))  # the ends of lines of a template are nobody's words


def mots(page: str) -> str:
    """The words of a page, without what is drawn anew each time it is asked for."""
    lecteur = Mots()
    lecteur.feed(page)
    lignes = (" ".join(ligne.split()) for ligne in "".join(lecteur.mots).split("\n"))
    texte = "\n".join(ligne for ligne in lignes if ligne)
    return re.sub(r"(?m)^((?:numero|envoi|cle|uuid)\w*)=[0-9a-f]{8}-[0-9a-f-]{27}$", r"\1=…", texte)


def main() -> None:
    time_machine.travel(MARDI_10H, tick=False).start()
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from ent.annuaire.models import Personne

    call_command("migrate", verbosity=0)
    for qui, adresse in PAGES:
        client = Client(headers={"host": "localhost"})
        if qui:
            client.force_login(
                Personne.objects.get(**{"courriel" if "@" in qui else "uuid": qui}), "ent.connexion.entree.Entree"
            )
        reponse = client.get(adresse)
        sys.stdout.write(
            f"=== {qui or 'personne'} {adresse} {reponse.status_code}\n{mots(reponse.content.decode())}\n\n"
        )


if __name__ == "__main__":
    main()
