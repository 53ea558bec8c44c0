"""What a level says of one setting: prepared first, then applied."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from .. import etages
from ..actions.reglages import Voulu, verifier
from ..etages import Declaration, Mode, OuiNon
from ..lectures.etages import Effet, Lecture, Ligne
from ..models import Place
from .reglages import champ_de
from .versions import AvecVersion

SUIVRE = "suivre"


def _dires(place: Place, une: Declaration) -> list[tuple[str, Any]]:
    """What this level may do with the setting."""
    suivre = _("Suivre le territoire") if place.commune else _("Laisser libre, à la valeur d’origine")
    dires = [
        (SUIVRE, suivre),
        (Mode.LIBRE.value, _("Proposer : qui n’a rien choisi prend cette valeur")),
        (Mode.FIXE.value, _("Fixer : personne ne change plus bas")),
    ]
    if une.ordre is not None:
        dires.insert(
            2, (Mode.BORNE.value, _("Borner : chaque établissement choisit, sans aller au-delà de cette valeur"))
        )
    return dires


def _champ_de_la_valeur(une: Declaration) -> forms.Field:
    """As on the page of a school, but for yes and no: nothing said is neither."""
    if isinstance(une.genre, OuiNon):
        return forms.TypedChoiceField(
            choices=[("oui", une.genre.en_mots(True)), ("non", une.genre.en_mots(False))],
            coerce=lambda dit: dit == "oui",
            empty_value=None,
            widget=forms.RadioSelect,
            required=False,
        )
    return champ_de(une, required=False, help_text="")


DE_TROIS, PRETS = 2, 40  # marks between three words; settings that one prepares at once
PRET = "pret"  # « calme.debut~fixe~19:00 »: a setting that is prepared, as an address says it


def pret(code: str, dire: str, valeur: str) -> str:
    return f"{code}~{dire}~{valeur}"


class EtageForm(AvecVersion, forms.Form):
    """`est_prepare`: read from an address, it says what would change; sent, it bears what its page had read, and applies."""

    VERBES = frozenset({"annuaire.regler", "annuaire.revenir_sur_un_reglage"})

    dire = forms.ChoiceField(
        label=_("Que faire"), widget=forms.RadioSelect, error_messages={"required": _("Choisissez que faire.")}
    )

    def __init__(self, envoi, *, place: Place, ligne: Ligne, est_prepare: bool) -> None:
        self.place, self.ligne, self.une, self.est_prepare = place, ligne, ligne.declaration, est_prepare
        super().__init__(envoi, initial=self._initiales())
        self.fields["dire"].choices = _dires(place, self.une)
        self.fields["valeur"] = _champ_de_la_valeur(self.une)
        self.fields["valeur"].label = _("La valeur")
        self.fields["valeur"].suit_un_choix = True

    def _initiales(self) -> dict[str, Any]:
        actuel, valeur = self.ligne.actuel, self._deja_la()
        dit = actuel is not None and actuel.valeur is not None
        if isinstance(self.une.genre, OuiNon):
            valeur = "oui" if valeur else "non"
        return {"dire": actuel.mode if dit else SUIVRE, "valeur": valeur}

    def _deja_la(self) -> Any:
        """The value that the page shows as it comes."""
        actuel = self.ligne.actuel
        dit = actuel is not None and actuel.valeur is not None
        return self.une.lire(actuel.valeur) if dit else self.ligne.ici.valeur

    def corrige(self) -> tuple | None:
        actuel = self.ligne.actuel
        return None if self.est_prepare else (self.place.ecole, f"reglage {actuel.pk if actuel else 0}")

    def lu(self) -> list[tuple[str, Any]]:
        return [("ligne", self.ligne.actuel and self.ligne.actuel.pk)]

    @property
    def mode(self) -> str:
        return self.cleaned_data["dire"] if self.cleaned_data["dire"] != SUIVRE else Mode.LIBRE.value

    @property
    def valeur(self) -> Any:
        return None if self.cleaned_data["dire"] == SUIVRE else self.cleaned_data["valeur"]

    def clean(self) -> dict | None:
        propres = super().clean() or {}
        if "dire" not in propres or "valeur" not in propres:
            return propres
        if propres["dire"] != SUIVRE and propres["valeur"] in (None, ""):
            self.add_error("valeur", _("Donnez la valeur."))
            return propres
        if propres["dire"] == SUIVRE and propres["valeur"] not in (None, "") and "valeur" in self.changed_data:
            self.add_error("dire", self._valeur_sans_dire())
            return propres
        try:
            verifier(self.place, self.une, self.valeur, self.mode)
        except ValidationError as refus:
            self.add_error("valeur", refus)
        return propres

    def _valeur_sans_dire(self) -> str:
        """« Vous avez changé la valeur : choisissez « Proposer », « Borner » ou « Fixer », ou remettez 20 h pour laisser libre. »"""
        remettre = {"valeur": self.une.en_mots(self._deja_la())}
        if self.une.ordre is None:
            phrase = _("Vous avez changé la valeur : choisissez « Proposer » ou « Fixer »")
        else:
            phrase = _("Vous avez changé la valeur : choisissez « Proposer », « Borner » ou « Fixer »")
        if self.place.commune:
            return f"{phrase}, {_('ou remettez « %(valeur)s » pour suivre le territoire.') % remettre}"
        return f"{phrase}, {_('ou remettez « %(valeur)s » pour laisser libre.') % remettre}"

    @property
    def valeur_envoyee(self) -> str:
        """As it goes from a page to the next: nothing of one that follows, whatever holds when it is read again."""
        return "" if self["dire"].data == SUIVRE else self["valeur"].data or ""

    @property
    def pret(self) -> str:
        """As an address says it."""
        return pret(self.une.code, self["dire"].data or "", self.valeur_envoyee)

    @property
    def est_deja_dit(self) -> bool:
        """What this level says today: nothing is to be applied."""
        actuel = self.ligne.actuel
        dit = actuel is not None and actuel.valeur is not None
        if self.valeur is None or not dit:
            return self.valeur is None and not dit
        return (self.mode, self.valeur) == (actuel.mode, self.une.lire(actuel.valeur))

    @property
    def voulu(self) -> Voulu:
        return Voulu(self.une.code, self.valeur, self.mode)

    @property
    def en_mots(self) -> str:
        """What is prepared: « au plus tard à 19 h », « 19 h, fixé »."""
        if self.valeur is None:
            return str(dict(self.fields["dire"].choices)[SUIVRE])
        mots = self.une.en_mots(self.valeur, self.mode)
        return str(_("%(valeur)s, fixé") % {"valeur": mots}) if self.mode == Mode.FIXE else mots


class EnsembleForm(AvecVersion, forms.Form):
    """Several settings that a level prepared: each is judged by its own form, and all are applied or none. Of one that is prepared twice, the
    last.
    """

    VERBES = EtageForm.VERBES

    def __init__(self, envoi: QueryDict, *, lecture: Lecture, est_prepare: bool) -> None:
        self.lecture, self.est_prepare = lecture, est_prepare
        super().__init__(envoi)
        dits = dict(brut.split("~", 1) for brut in envoi.getlist(PRET)[:PRETS] if brut.count("~") == DE_TROIS)
        connues = {une.code: une for une in etages.declarations()}
        self.formulaires = [self._un(connues[code], dit) for code, dit in dits.items() if code in connues]

    def _un(self, une: Declaration, dit: str) -> EtageForm:
        dire, valeur = dit.split("~")
        ligne = self.lecture.ligne(une)
        return EtageForm({"dire": dire, "valeur": valeur}, place=self.lecture.place, ligne=ligne, est_prepare=True)

    def corrige(self) -> tuple | None:
        lignes = [formulaire.ligne.actuel for formulaire in self.formulaires]
        return None if self.est_prepare else (None, *(f"reglage {li.pk if li else 0}" for li in lignes))

    def lu(self) -> list[tuple[str, Any]]:
        return [(f.une.code, f.ligne.actuel and f.ligne.actuel.pk) for f in self.formulaires]

    def clean(self) -> dict | None:
        propres = super().clean()
        if not self.formulaires:
            self.add_error(None, _("Préparez d’abord un changement."))
        for formulaire in self.formulaires:
            for phrase in (str(mot) for fautes in formulaire.errors.values() for mot in fautes):
                self.add_error(None, f"{formulaire.une.nom} : {phrase}")
        return propres

    @property
    def prets(self) -> list[str]:
        return [formulaire.pret for formulaire in self.formulaires]

    @property
    def voulus(self) -> list[Voulu]:
        return [formulaire.voulu for formulaire in self.formulaires]

    def effets(self) -> list[tuple[EtageForm, Effet | None, list[str]]]:
        """Each with what it would do (nothing of one that may not be), and what is prepared without it."""
        return [
            (
                f,
                self.lecture.annoncer(f.une, f.valeur, f.mode) if f.is_valid() else None,
                [p for p in self.prets if p != f.pret],
            )
            for f in self.formulaires
        ]
