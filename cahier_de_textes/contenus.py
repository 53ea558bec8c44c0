"""Between a form and a content: a field, its editor, and what is read of a content elsewhere.

To write a content in a form (no JavaScript needed):

    class SeanceForm(AvecContenu, forms.ModelForm):        # the mixin first
        contenu = ChampContenu()                           # and "contenu" in Meta.fields

        def __init__(self, …, auteur):
            self.fields["contenu"].pour(auteur, self.instance)   # whose files it may name

In the template `{{ formulaire.contenu }}` draws label, blocks and errors. `cleaned_data["contenu"]` is the raw value that the
actions take. A button of the editor (add, move, take away) posts the form: it is then not valid, has no error, and shows
again all that was typed; the view answers it as any form that is not valid.

To keep what is typed (`brouillon.js`), on the same form:

    <form method="post" data-brouillon="seance:classe:7">{% load contenus %}{% brouillon_de "seance:classe:7" %}…

and `@brouillon_termine` (views/brouillons.py) above the view that receives it. Keys: `travail:classe:<pk>`,
`travail:groupe:<pk>`, `travail:<pk>` to correct one, and the same with `seance`.
"""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue

from .blocs import FICHIERS, BlocsDuCahier
from .saisies import FORMES, Saisie, Saisies, brut_simple, en_chiffres, erreurs_de
from .texte_riche import en_clair

BLOCS = BlocsDuCahier()
MAX = BLOCS.meta.max_num


def blocs_de(contenu: StreamValue | Iterable[dict] | None) -> list[dict]:
    """Blocks of a content as plain {"type", "value", "id"}, whatever holds them; unknown types are left out."""
    bruts = contenu.raw_data if isinstance(contenu, StreamValue) else (contenu or [])
    return [
        {"type": b["type"], "value": brut_simple(b["value"]), "id": b.get("id")} for b in bruts if b["type"] in FORMES
    ]


def fichiers_de(contenu: StreamValue | Iterable[dict] | None) -> set[UUID]:
    """The files that a content names."""
    return {uuid for b in blocs_de(contenu) if b["type"] in FICHIERS and (uuid := en_uuid(b["value"]["fichier"]))}


def en_uuid(texte: str) -> UUID | None:
    try:
        return UUID(texte)
    except (ValueError, AttributeError, TypeError):
        return None


SIGNES_DITS = {"+": _("plus"), "-": _("moins"), "x": _("fois"), ":": _("divisé par")}


def phrase_de(bloc: dict) -> str:
    """What a block says aloud; empty for a picture without a word."""
    valeur = bloc["value"]
    match bloc["type"]:
        case "texte":
            return en_clair(valeur)
        case "image":
            return valeur.get("legende") or ""
        case "son" | "video" | "document":
            return valeur.get("titre") or ""
        case "lien":
            return valeur.get("titre") or valeur["adresse"]
        case "etapes":
            return "\n".join(f"{n}. {ligne}" for n, ligne in enumerate(valeur, 1))
        case "mots":
            return ", ".join(valeur)
        case "operation":
            return f" {SIGNES_DITS[valeur['signe']]} ".join(en_chiffres(n) for n in valeur["nombres"])
    return ""


def texte_brut(contenu: StreamValue | Iterable[dict] | None) -> str:
    """The words of a content, a line each: for speech, paper and search."""
    return "\n".join(phrase for bloc in blocs_de(contenu) if (phrase := phrase_de(bloc)))


class EditeurContenu(forms.Widget):
    """The editor: an ordered list of blocks, each with ordinary inputs. They are read in the order in which they come."""

    use_fieldset = True

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return ""

    def value_from_datadict(self, data, files, name: str) -> Saisies:
        saisies = Saisies()
        for cle_de_champ in data:
            trouve = re.fullmatch(rf"{re.escape(name)}-(\d{{1,6}})-type", cle_de_champ)
            if trouve and (type_ := data[cle_de_champ]) in FORMES:
                prefixe = f"{name}-{trouve[1]}"
                champs = {z.nom: data.get(f"{prefixe}-{z.nom}", "") for z in FORMES[type_].zones}
                retire = data.get(f"{prefixe}-retire") == "1"
                saisies.append(Saisie(trouve[1], type_, champs, data.get(f"{prefixe}-id", ""), retire))
        saisies.faire(data.get(f"{name}-geste", ""))
        return saisies

    def render(self, name, value, attrs=None, renderer=None):
        saisies = value if isinstance(value, Saisies) else Saisies.lire(blocs_de(value))
        contexte = {
            "nom": name,
            "saisies": saisies,
            "modeles": [Saisie("modele", type_, {}) for type_ in FORMES],
            "formes": FORMES.values(),
            "libelle": (attrs or {}).get("libelle", _("Contenu")),
            "erreurs": saisies.erreurs,
        }
        return render_to_string("cahier_de_textes/editeur.html", contexte)


class ContenuLie(forms.BoundField):
    """Holds what was typed once, so that the errors set by `clean` are still there when it is drawn."""

    @property
    def data(self) -> Saisies:
        if not hasattr(self, "_saisies"):
            self._saisies = super().data
        return self._saisies

    def as_widget(self, widget=None, attrs=None, only_initial=False):
        saisies = self.value()
        if not isinstance(saisies, Saisies):
            saisies = Saisies.lire(blocs_de(saisies))
        self.field.nommer_les_fichiers(saisies)
        return self.field.widget.render(self.html_name, saisies, {"libelle": self.label})


class ChampContenu(forms.Field):
    """Gives the raw value of the StreamField. Wagtail's blocks check it; each error is a sentence on its block."""

    widget = EditeurContenu

    def __init__(self, **options) -> None:
        super().__init__(**({"required": False, "label": _("Contenu")} | options))
        self.auteur: Any = None
        self.deja: set[UUID] = set()

    def pour(self, auteur, ecrit=None) -> None:
        """Whose files it may name: those that this person deposited, and those already in the item."""
        self.auteur = auteur
        self.deja = fichiers_de(ecrit.contenu) if ecrit is not None and ecrit.pk else set()

    def get_bound_field(self, form, field_name) -> ContenuLie:
        return ContenuLie(form, self, field_name)

    def has_changed(self, initial, data) -> bool:
        return True

    def clean(self, value: Saisies) -> list[dict]:
        saisies = value if isinstance(value, Saisies) else Saisies()
        gardees = [s for s in saisies if not s.retire and not s.est_vide]
        bruts = []
        self.nommer_les_fichiers(saisies)
        for saisie in gardees:
            saisie.erreurs.clear()
            try:
                propre = BLOCS.child_blocks[saisie.type].clean(saisie.valeur())
            except ValidationError as erreur:
                saisie.erreurs = erreurs_de(saisie, erreur)
                continue
            if saisie.type in FICHIERS and saisie.fichier is None:
                saisie.erreurs["fichier"] = gettext("Ce fichier n’est plus là. Choisissez-le à nouveau.")
                continue
            bruts.append(saisie.brut(BLOCS.child_blocks[saisie.type].get_prep_value(propre)))
        if len(gardees) > MAX:
            saisies.erreurs = [
                gettext("Un contenu a %(max)d blocs au plus : retirez-en %(trop)d.")
                % {"max": MAX, "trop": len(gardees) - MAX}
            ]
        if saisies.erreurs or any(s.erreurs for s in gardees):
            raise ValidationError(gettext("Un bloc du contenu est à corriger."), code="contenu")
        return bruts

    def nommer_les_fichiers(self, saisies: Saisies) -> None:
        """Give each block the file that it names, if this person may put it there. One query at most."""


class AvecContenu:
    """A form with a content: a button of the editor is not yet sending the form."""

    @property
    def est_un_geste(self) -> bool:
        """Add, move, take away, or take up a draft: the form is shown again as it was typed."""
        return self.is_bound and any(
            f"{self.add_prefix(nom)}-geste" in self.data
            for nom, champ in self.fields.items()
            if isinstance(champ, ChampContenu)
        )

    def full_clean(self) -> None:
        if self.est_un_geste:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        return not self.est_un_geste and super().is_valid()
