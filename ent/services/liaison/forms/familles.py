"""What a holder of authority answers: to the whole, or part by part, about the words that their page showed."""

import hashlib
import json
from functools import cached_property

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.annuaire.forms.versions import CONFLIT, AvecVersion, Ecart
from ent.portail.forms import AvecReprise
from ent.socle.champs import Paragraphes

from ..actions.familles import CHANGE, DEJA_EN_PARTIE
from ..lectures.familles import Feuillet, Lu
from ..models import Retour

Choix = Retour.Choix
OUI, NON = "oui", "non"
LONG = 2000
PERSONNE = "aucune"  # the version of who has not answered
LUE, DITE = "lue", "envoyer"  # of each part: the digest that the page showed, and whether it goes


class ReponseForm(AvecReprise, AvecVersion, forms.Form):
    """Nothing is chosen beforehand. An answer to words that changed meanwhile is no answer: the texts typed stay, the « oui » has to be said again.

    Its version is of this holder's own answer, which another tab or a coupon may have given meanwhile: never of the other holder's.
    """

    choix = forms.ChoiceField(
        choices=Choix.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une réponse : aucune n’est choisie pour vous.")},
    )
    precision_gene = forms.CharField(
        label=gettext_lazy("Quelle phrase ? Que faudrait-il écrire ?"),
        required=False,
        max_length=LONG,
        widget=Paragraphes(attrs={"rows": 3}),
    )
    precision_parler = forms.CharField(
        label=gettext_lazy("De quoi, et quand êtes-vous libre ?"),
        required=False,
        max_length=LONG,
        widget=Paragraphes(attrs={"rows": 3}),
    )
    mot = forms.CharField(
        label=gettext_lazy("Votre mot à ceux qui accueillent votre enfant"),
        required=False,
        max_length=LONG,
        widget=Paragraphes(attrs={"rows": 4}),
    )

    def __init__(self, *args, lu: Lu, tout: bool = False, **options) -> None:
        """`tout`: of an answer already given, all of it is said again."""
        super().__init__(*args, initial=self._dit_avant(lu, tout), **options)
        self.sien = lu
        self.feuillets = self._demandes(tout)
        for nom in ("precision_gene", "precision_parler"):
            self.fields[nom].suit_un_choix = True  # asked where that answer is chosen
        for feuillet in self.feuillets:
            self.fields[f"{DITE}-{feuillet.partie}"] = forms.ChoiceField(
                label=gettext_lazy("Envoyer cette partie"),
                required=False,
                choices=[(OUI, gettext_lazy("Oui")), (NON, gettext_lazy("Non"))],
                widget=forms.RadioSelect,
            )
        if self.est_une_reprise and self._a_change():
            self._oublier_le_oui()
        if len(self.feuillets) < 2:  # of one part, « oui, sans une partie » says nothing
            self.fields["choix"].choices = [c for c in Choix.choices if c[0] != Choix.SAUF]

    @staticmethod
    def _dit_avant(lu: Lu, tout: bool) -> dict[str, str]:
        """Their own answer, to be changed: never an answer to words that they have not answered, which is theirs to give."""
        if lu.retour is None or not tout:
            return {"mot": lu.retour.mot if lu.retour else ""}
        avant = {"mot": lu.retour.mot, "choix": "" if lu.a_dire else lu.retour.choix}
        if lu.est_retenu:  # of what was held back whole, no part was answered
            return avant | {f"precision_{lu.retour.choix}": lu.retour.precision}
        if lu.retour.choix != Choix.SAUF:  # « oui, sans une partie » is a new answer to each
            return avant
        return avant | {f"{DITE}-{f.partie}": OUI if f.dit.accorde else NON for f in lu.feuillets if f.dit}

    # --- Their own answer, as it is kept ---------------------------------------------------------------------------------
    @cached_property
    def version(self) -> str:
        retour = self.sien.retour
        if retour is None or retour.repondu_le is None:
            return PERSONNE
        dit = [retour.choix, retour.precision, retour.mot, str(retour.repondu_le)]
        return hashlib.sha256(json.dumps(dit).encode()).hexdigest()[:16]

    def corrige(self) -> tuple | None:
        """What the journal says of it is of both holders: neither is named to the other. Nothing once it left: the action says so."""
        dossier = self.sien.dossier
        return None if self.sien.est_clos else (dossier.etablissement, f"dossier {dossier.pk}")

    def _phrase_du_conflit(self, *_ou) -> str:
        return _(
            "Une autre réponse de vous a été enregistrée pendant que vous écriviez. Ce que vous avez tapé est gardé : comparez, puis donnez votre réponse "
            "de nouveau pour la remplacer."
        )

    @property
    def ecarts(self) -> list[Ecart]:
        retour = self.sien.retour
        if retour is None or not self.has_error(NON_FIELD_ERRORS, CONFLIT):
            return []
        gardes = [
            (_("Votre réponse"), retour.get_choix_display()),
            (_("Ce que vous avez écrit à l’école"), retour.precision),
            (_("Votre mot"), retour.mot),
        ]
        return [Ecart(quoi, dit) for quoi, dit in gardes if dit]

    def _demandes(self, tout: bool) -> list[Feuillet]:
        """Those that the page asked about and those that wait; what it showed otherwise is marked."""
        attendus = {f.partie for f in self.sien.a_dire}
        siens = self.sien.feuillets if self.sien.est_clos else self.sien.restent
        if not self.is_bound:
            return [f for f in siens if tout or not attendus or f.partie in attendus]
        demandes = []
        for feuillet in siens:
            lue = self.data.get(f"{LUE}-{feuillet.partie}")
            if lue is not None or feuillet.partie in attendus:
                feuillet.a_change = lue != feuillet.empreinte
                demandes.append(feuillet)
        return demandes

    @property
    def parts(self) -> list[tuple[Feuillet, forms.BoundField]]:
        return [(feuillet, self[f"{DITE}-{feuillet.partie}"]) for feuillet in self.feuillets]

    @property
    def fautes(self) -> list[tuple[str, str, str]]:
        """What keeps it from being given: the id on the page of where it is mended, of what (a part), the sentence."""
        titres = {f"{DITE}-{f.partie}": f"{f.titre}" for f in self.feuillets}
        return [
            (
                "reponses" if nom == "choix" else f"{self[nom].auto_id}{'_0' if nom in titres else ''}",
                titres.get(nom, ""),
                phrase,
            )
            for nom, phrases in self.errors.items()
            if nom in self.fields
            for phrase in phrases
        ]

    def _a_change(self) -> bool:
        """Some of what the page had shown is no more, or is said otherwise."""
        montrees = {nom.partition("-")[2] for nom in self.data if nom.startswith(f"{LUE}-")}
        return bool(montrees - {f.partie for f in self.feuillets}) or any(f.a_change for f in self.feuillets)

    def clean(self) -> dict:
        donnees = super().clean()
        if self._a_change():
            self._oublier_le_oui()
            if any(f"{LUE}-{partie}" in self.data for partie in self.sien.partis):
                raise ValidationError(DEJA_EN_PARTIE, code="change")
            raise ValidationError(CHANGE, code="change")
        choix = donnees.get("choix")
        if choix == Choix.GENE and not donnees.get("precision_gene"):
            self.add_error("precision_gene", _("Écrivez la phrase qui vous gêne, pour qu’elle soit reprise."))
        if choix == Choix.SAUF:
            for feuillet in self.feuillets:
                if not donnees.get(f"{DITE}-{feuillet.partie}"):
                    self.add_error(f"{DITE}-{feuillet.partie}", _("Dites oui ou non."))
        return donnees

    def _oublier_le_oui(self) -> None:
        """A « oui » was given to older words: it is said again to these."""
        data = self.data.copy()
        if data.get("choix") in (Choix.OUI, Choix.SAUF):
            del data["choix"]
        for feuillet in self.feuillets:
            if feuillet.a_change:
                data.pop(f"{DITE}-{feuillet.partie}", None)
        self.data = data

    @property
    def dits(self) -> dict[str, tuple[str, bool]]:
        """By part: the digest that was read, and whether it goes."""
        choix = self.cleaned_data["choix"]
        if choix == Choix.SAUF:
            return {f.partie: (f.empreinte, self.cleaned_data[f"{DITE}-{f.partie}"] == OUI) for f in self.feuillets}
        return {f.partie: (f.empreinte, choix == Choix.OUI) for f in self.feuillets}

    @property
    def precision(self) -> str:
        """Of the answer that was chosen, alone."""
        champ = {Choix.GENE: "precision_gene", Choix.PARLER: "precision_parler"}.get(self.cleaned_data["choix"])
        return self.cleaned_data[champ] if champ else ""
