"""Between a form and a content: a field and its editor.

To write a content in a form (no JavaScript needed):

    class SeanceForm(AvecContenu, forms.ModelForm):        # the mixin first
        contenu = ChampContenu()                           # and "contenu" in Meta.fields

        def __init__(self, …, auteur):
            # Whose files it may name, the item whose files are there already, and where new ones are deposited.
            self.fields["contenu"].pour(auteur, self.instance, lieu="classe:7")

Bind it with `request.FILES` and let the view be `@recoit_des_fichiers` (ent.fichiers.envois), the form `multipart/form-data`;
once the item is saved its action calls `actions.commun.tenir_les_fichiers`.

In the template `{{ formulaire.contenu }}` draws label, blocks and errors. `cleaned_data["contenu"]` is the raw value that the
actions take. A button of the editor (add, move, take away) posts the form: it is then not valid, has no error, and shows
again all that was typed; the view answers it as any form that is not valid.

What is typed is kept by `ent.portail.views.brouillons`, under the keys of `lectures/brouillons.py`: `travail:classe:<pk>`,
`travail:groupe:<pk>`, `travail:<pk>` to correct one, and the same with `seance`.
"""

import re
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Classe, Groupe
from ent.fichiers import actions as depots
from ent.fichiers import registres
from ent.fichiers.forms import ChampFichiers
from ent.fichiers.models import Fichier
from ent.fichiers.visages import ce_qui_bloque

from ..blocs import BLOCS, BOUTONS, FICHIERS
from ..contenus import blocs_de, en_uuid
from .saisies import Saisie, Saisies, erreurs_de

MAX = BLOCS.meta.max_num


class EditeurContenu(forms.Widget):
    """The editor: an ordered list of blocks, each with ordinary inputs. They are read in the order in which they come."""

    use_fieldset = True
    needs_multipart_form = True
    champ: "ChampContenu"

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return ""

    def value_from_datadict(self, data, files, name: str) -> Saisies:
        saisies = Saisies()
        for cle_de_champ in data:
            trouve = re.fullmatch(rf"{re.escape(name)}-(\d{{1,6}})-type", cle_de_champ)
            if trouve and (type_ := data[cle_de_champ]) in BOUTONS:
                prefixe = f"{name}-{trouve[1]}"
                champs = {z.nom: data.get(f"{prefixe}-{z.nom}", "") for z in BLOCS.child_blocks[type_].zones}
                retire = data.get(f"{prefixe}-retire") == "1"
                saisie = Saisie(trouve[1], type_, champs, data.get(f"{prefixe}-id", ""), retire)
                if type_ in FICHIERS:
                    # Of the deposit component; the last one chosen takes the place of the others.
                    champs["fichier"] = data.get(f"{prefixe}-fichier-deposes", "")
                    saisie.envoye = files.get(f"{prefixe}-fichier") if files else None
                saisies.append(saisie)
        saisies.faire(data.get(f"{name}-geste", ""))
        return saisies

    def render(self, name, value, attrs=None, renderer=None):
        saisies = value if isinstance(value, Saisies) else Saisies.lire(blocs_de(value))
        modeles = [Saisie("__n__", nom, {}) for nom in BOUTONS if self.champ.peut_deposer or nom not in FICHIERS]
        for saisie in [*saisies, *modeles]:
            if saisie.type in FICHIERS:
                saisie.depot = self.champ.depot(saisie, f"{name}-{saisie.cle}-fichier")
        contexte = {
            "nom": name,
            "saisies": saisies,
            "modeles": modeles,
            "libelle": (attrs or {}).get("libelle", _("Contenu")),
            "erreurs": saisies.erreurs,
        }
        return render_to_string("cahier_de_textes/editeur.html", contexte)


class ContenuLie(forms.BoundField):
    """Holds what was typed once, so that the errors set by `clean` are still there when it is drawn."""

    @property
    def id_for_label(self) -> str:
        """Where what is marked in it leads (`{% fautes %}`)."""
        return f"{self.html_name}-editeur"

    @property
    def data(self) -> Saisies:
        if not hasattr(self, "_saisies"):
            self._saisies = super().data
            self.field.recevoir(self._saisies)
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
        self.lieu = ""
        self.ecrit: Any = None
        self.widget.champ = self

    def __deepcopy__(self, memo):
        copie = super().__deepcopy__(memo)
        copie.widget.champ = copie
        return copie

    def pour(self, auteur, ecrit=None, *, lieu: str = "") -> None:
        """Whose deposits it may name, the item whose own files it may name too, and where files are deposited (« classe:7 »)."""
        self.auteur, self.lieu, self.ecrit = auteur, lieu, ecrit

    @property
    def peut_deposer(self) -> bool:
        return bool(self.auteur and self.lieu)

    def get_bound_field(self, form, field_name) -> ContenuLie:
        return ContenuLie(form, self, field_name)

    def has_changed(self, initial, data) -> bool:
        return True

    def clean(self, value: Saisies) -> list[dict]:
        saisies = value if isinstance(value, Saisies) else Saisies()
        gardees = [s for s in saisies if not s.retire and not s.est_vide]
        self.nommer_les_fichiers(saisies)
        bruts = [brut for saisie in gardees if (brut := self._verifier(saisie))]
        if len(gardees) > MAX:
            saisies.erreurs = [
                gettext("Un contenu a %(max)d blocs au plus : retirez-en %(trop)d.")
                % {"max": MAX, "trop": len(gardees) - MAX}
            ]
        if saisies.erreurs or any(s.erreurs for s in gardees):
            raise ValidationError(gettext("Un bloc du contenu est à corriger."), code="contenu")
        return bruts

    def _verifier(self, saisie: Saisie) -> dict | None:
        """The raw block, or nothing and its errors."""
        saisie.erreurs = {"fichier": saisie.refus} if saisie.refus else {}
        if saisie.refus:
            return None
        bloc = BLOCS.child_blocks[saisie.type]
        try:
            propre = bloc.clean(saisie.valeur())
        except ValidationError as erreur:
            saisie.erreurs = erreurs_de(saisie, erreur)
            return None
        if saisie.type in FICHIERS:
            if saisie.fichier is None:
                saisie.erreurs["fichier"] = gettext("Ce fichier n’est plus là. Choisissez-le à nouveau.")
                return None
            if not saisie.fichier.est_sain:
                saisie.erreurs["fichier"] = saisie.fichier.motif or gettext(
                    "« %(nom)s » est en cours de contrôle. Il faut renvoyer dans un instant : rien n’est perdu."
                ) % {"nom": saisie.fichier.nom_donne}
                return None
            if saisie.fichier.nature != saisie.type:
                saisie.erreurs["fichier"] = gettext(
                    "« %(nom)s » n’a pas sa place ici. Choisissez un autre fichier."
                ) % {"nom": saisie.fichier.nom_donne}
                return None
        return saisie.brut(bloc.get_prep_value(propre))

    def recevoir(self, saisies: Saisies) -> None:
        """Without JavaScript a file comes with the form: it is deposited at once, so that a form shown again keeps it."""
        for saisie in saisies:
            if saisie.envoye is None or saisie.retire:
                continue
            destination = registres.destination(self.auteur, self.lieu) if self.peut_deposer else None
            if destination is None:
                saisie.refus = gettext("Ce compte ne peut pas déposer de fichier ici.")
                continue
            try:
                fichier, _neuf = depots.deposer(
                    deposant=self.auteur,
                    envoi=uuid4(),
                    contenu=saisie.envoye,
                    nom=saisie.envoye.name,
                    destination=destination,
                )
            except ValidationError as refus:
                saisie.refus = " ".join(refus.messages)
            else:
                saisie.champs["fichier"] = str(fichier.uuid)

    def nommer_les_fichiers(self, saisies: Saisies) -> None:
        """Give each block the file that it names, if this person may put it there: their deposit, or the item's own."""
        nommes = {uuid for s in saisies if (uuid := en_uuid(s.champs.get("fichier", "")))}
        if not nommes or self.auteur is None:
            return
        admis: dict[UUID, Fichier] = {}
        if self.ecrit is not None and self.ecrit.pk:
            admis = {f.uuid: f for f in self.ecrit.fichiers.filter(uuid__in=nommes)}
        if nommes - admis.keys():
            deposes = Fichier.objects.filter(deposant=self.auteur, uuid__in=nommes)
            admis |= {f.uuid: f for f in deposes}
        for saisie in saisies:
            saisie.fichier = admis.get(en_uuid(saisie.champs.get("fichier", "")))

    def depot(self, saisie: Saisie, nom: str) -> str:
        """The deposit of one file, as ent.fichiers draws it."""
        champ = ChampFichiers(natures=(saisie.type,), maximum=1)
        actuels = [saisie.fichier] if saisie.fichier else []
        cle = f"{self.lieu}:{self.ecrit.pk if self.ecrit is not None else ''}"
        champ.ouvrir(personne=self.auteur, lieu=self.lieu, actuels=actuels, cle=cle, visages=True)
        return champ.widget.render(nom, None, {"id": nom})


def lieu_de(cible: Classe | Groupe) -> str:
    """« classe:7 », « groupe:3 »: where the files of its forms are deposited, and the end of their drafts' keys."""
    return f"{'classe' if isinstance(cible, Classe) else 'groupe'}:{cible.pk}"


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

    def exiger_les_visages(self, *, est_pour_un_seul: bool) -> None:
        """Given to several households, its images say who is on them, and show nobody who may not be; a draft may wait. Needs
        `contenu`, cleaned.
        """
        gardes = "brouillon" in self.data or (
            self.instance.pk and self.instance.est_brouillon and "donner" not in self.data
        )
        if est_pour_un_seul or gardes or self.has_error("contenu"):
            return
        saisies = [s for s in self["contenu"].data if s.fichier is not None and not s.retire]
        refus = ce_qui_bloque(self.fields["contenu"].auteur, [s.fichier for s in saisies])
        for saisie in saisies:
            if saisie.fichier.pk in refus:
                saisie.erreurs["fichier"] = refus[saisie.fichier.pk]
        if refus:
            self.add_error("contenu", ValidationError(gettext("Un bloc du contenu est à corriger."), code="contenu"))
