"""One line to add: what was understood is shown, corrected, then sent with the line it was read from."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire import calendrier
from ent.annuaire.codes import NIVEAUX
from ent.annuaire.matieres import choix
from ent.socle.dates import date_format

from ..actions.commun import Public
from ..domaines import choix_de_domaines, domaines_de
from ..emploi import Creneau
from ..models import Seance, Travail
from ..phrase import Comprise, Contexte, choisir, comprendre, matieres_de
from .commun import ELEVES, MANQUE, Destinataires, exiger_un_jour_a_venir, exiger_un_jour_de_classe, verifier_le_moment

JOURS = 10  # class days offered by the chip
MINUTES = [0, 5, 10, 15, 20, 25, 30, 45, 60]
TROP_LONG = _("C’est trop long pour une ligne.")
TRAVAIL, SEANCE = "travail", "seance"


def contexte_de(destinataires: Destinataires, semaine: dt.date | None) -> Contexte:
    """What the parser may recognise here, and nothing of another class; `semaine` is the Monday of the week on the screen."""
    etablissement = destinataires.cible.etablissement
    return Contexte(
        aujourd_hui=timezone.localdate(),
        est_jour_de_classe=lambda jour: calendrier.est_jour_de_classe(etablissement, jour),
        prochain_jour=lambda jour: calendrier.prochain_jour_de_classe(etablissement, jour),
        niveaux=tuple(destinataires.niveaux) if destinataires.est_classe else (),
        groupes=tuple((g.pk, g.nom) for g in destinataires.groupes) if destinataires.est_classe else (),
        eleves=tuple((e.pk, e.prenom, e.nom) for e in destinataires.eleves) if destinataires.est_classe else (),
        semaine=semaine,
        matieres=matieres_de(domaines_de(destinataires.niveaux, destinataires.matieres)),
    )


def lire_la_ligne(
    phrase: str,
    destinataires: Destinataires,
    donnees=None,
    *,
    semaine: dt.date | None = None,
    prevus: Callable[[dt.date], list[Creneau]] = lambda _jour: [],
) -> "LigneForm":
    """The line as a travail or as a séance: as it is written, unless the other was tapped.

    `prevus` gives the slots of a day that no séance fills.
    """
    voulue = (donnees or {}).get("sorte", "") if (donnees or {}).get("lue") == phrase else ""
    veut_une_seance = voulue == SEANCE if voulue in (TRAVAIL, SEANCE) else None
    dit = comprendre(phrase[:600], contexte_de(destinataires, semaine), est_une_seance=veut_une_seance)
    if dit.est_une_seance:
        return SeanceEnLigne(phrase, dit, destinataires, donnees, prevus=prevus)
    return AjoutForm(phrase, dit, destinataires, donnees)


class LigneForm(forms.Form):
    """The line and its chips. The text is read again from the line: chips correct the rest, never the words."""

    SORTE: str
    LONGUEUR: int
    MANQUE: Any
    QUOI: Any  # what is asked where the line does not say it
    DIT: str  # the chip that must be said, beside the day and the public

    phrase = forms.CharField(max_length=600, error_messages={"max_length": TROP_LONG})
    # The line and the kind that the chips were read from: another one shows its own chips before anything is added.
    lue = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    montree = forms.CharField(required=False, widget=forms.HiddenInput)
    sorte = forms.ChoiceField(
        label=_("C’est…"),
        choices=[(TRAVAIL, _("À faire")), (SEANCE, _("Séance"))],
        widget=forms.RadioSelect,
        required=False,
    )
    jour = forms.ChoiceField(
        label=_("Jour"),
        error_messages={"required": _("Choisissez le jour."), "invalid_choice": _("Choisissez le jour.")},
    )
    pour = forms.ChoiceField(label=_("Pour"), required=False)

    def __init__(self, phrase: str, dit: Comprise, destinataires: Destinataires, donnees=None) -> None:
        self.destinataires, self.dit = destinataires, dit
        donnees = donnees or {}
        self.est_lue = donnees.get("lue") == phrase and donnees.get("montree", TRAVAIL) == self.SORTE
        super().__init__(donnees if self.est_lue else None, initial=self._proposer(phrase))
        self.fields["jour"].choices = self._jours()
        self.fields["pour"].choices = self._publics()

    def _proposer(self, phrase: str) -> dict:
        """What the chips say first. A day that cannot be kept, or was not understood, leaves its chip to be chosen."""
        dit = self.dit
        jour = dit.jour or (None if dit.jour_refuse or dit.jour_incompris else dit.propose)
        return {
            "phrase": phrase,
            "lue": phrase,
            "sorte": self.SORTE,
            "montree": self.SORTE,
            "jour": jour.isoformat() if jour else "",
            "pour": f"groupe-{dit.groupe}" if dit.groupe else ELEVES if dit.eleves else dit.niveau,
        }

    def _jours(self) -> list[tuple[str, str]]:
        jours = {self.dit.propose, *self._a_venir()}
        if self.dit.jour:
            jours.add(self.dit.jour)
        vide = [("", _("Choisissez le jour."))] if self.dit.jour_incompris else []
        if self.dit.jour_refuse:
            # In full it would push the reason out of the chip of a phone.
            proche = abs((self.dit.jour_refuse - timezone.localdate()).days) < 14
            refuse = date_format(self.dit.jour_refuse, "l j" if proche else "d/m/Y")
            passe = self.dit.jour_refuse < timezone.localdate() and not self.dit.est_une_seance
            phrase = _("%(jour)s : c’est passé") if passe else _("%(jour)s : pas de classe")
            vide = [("", phrase % {"jour": refuse})]
        return [*vide, *((j.isoformat(), self.nom_du_jour(j)) for j in sorted(jours))]

    def _a_venir(self) -> list[dt.date]:
        jours, jour = [], timezone.localdate()
        for _n in range(JOURS):
            jour = calendrier.prochain_jour_de_classe(self.destinataires.cible.etablissement, jour)
            jours.append(jour)
        return jours

    @staticmethod
    def nom_du_jour(jour: dt.date) -> str:
        """« jeudi 26 », « jeudi 17 décembre » beyond two weeks, and the year of what is half a year away: nobody thinks of it."""
        loin = abs((jour - timezone.localdate()).days)
        return date_format(jour, "l j" if loin < 14 else "l j F" if loin < 180 else "l j F Y")

    def _publics(self) -> list[tuple[str, str]]:
        """Named pupils are a choice only when the line names them: it cannot be asked for here."""
        choix = []
        for valeur, nom in self.destinataires.choix:
            if valeur == ELEVES:
                if self.dit.eleves:
                    choix.append((valeur, ", ".join(e.prenom for e in self.nommes)))
            elif valeur in self.destinataires.effectifs:
                choix.append((valeur, f"{nom} · {self.destinataires.effectifs[valeur]}"))
            else:
                choix.append((valeur, nom))
        return choix

    @property
    def nommes(self) -> list:
        return [e for e in self.destinataires.eleves if e.pk in self.dit.eleves]

    @property
    def jour_propose(self) -> dict | None:
        """Another class day, for one tap: the one that follows a refused one; of « lundi » typed on a Thursday, the Monday to come."""
        jour = self.dit.propose if self.dit.jour_refuse and not self["jour"].value() else self._jour_a_venir()
        return {"valeur": jour.isoformat(), "nom": self.nom_du_jour(jour)} if jour else None

    def _jour_a_venir(self) -> dt.date | None:
        return None

    @property
    def jour_dit(self) -> str:
        """The day that its chip holds, in full."""
        try:
            return date_format(dt.date.fromisoformat(self["jour"].value() or ""), "l j F")
        except ValueError:
            return ""

    @property
    def questions(self) -> list:
        """What the line leaves to be said, until its chip answers: said first, since Enter alone did not do it."""
        dit = self.dit
        questions = [] if dit.texte else [self.QUOI]
        if not self["jour"].value() or (not dit.jour and self._est_propose("jour")):
            questions.append(_("Pour quel jour ?"))
        if dit.ambigus or (not dit.a_un_public and len(self.fields["pour"].choices) > 1 and self._est_propose("pour")):
            questions.append(_("Pour qui ?"))
        if dit.texte and not self._est_dite() and self._est_propose(self.DIT):
            questions.append(self.QUOI if self.DIT == "nature" else _("Le matin ou l’après-midi ?"))
        return questions

    def _est_propose(self, nom: str) -> bool:
        """Its chip still holds what was proposed."""
        return str(self[nom].value() or "") == str(self.initial[nom] or "")

    def se_fait_aussitot(self, alertes: list[str]) -> bool:
        """All is said, and nothing is to be thought over: Enter does it at once, even before its chips were shown. « Annuler » undoes it."""
        dit = self.dit
        sans_question = not (dit.jour_refuse or dit.jour_incompris or dit.ambigus or alertes or self.jour_propose)
        est_pour_qui = dit.a_un_public or len(self.fields["pour"].choices) < 2
        return (
            sans_question
            and bool(dit.texte and dit.jour)
            and len(dit.texte) <= self.LONGUEUR
            and est_pour_qui
            and self._est_dite()
        )

    def _est_dite(self) -> bool:
        raise NotImplementedError

    def clean(self) -> dict:
        donnees = super().clean()
        if not self.dit.texte:
            self.add_error("phrase", self.MANQUE)
        elif len(self.dit.texte) > self.LONGUEUR:
            self.add_error("phrase", TROP_LONG)
        return donnees

    @property
    def public(self) -> Public:
        return self.destinataires.public(self.cleaned_data["pour"], self.nommes)


class AjoutForm(LigneForm):
    """A travail: what it is, and how long it takes."""

    SORTE, LONGUEUR, MANQUE, QUOI, DIT = TRAVAIL, 500, MANQUE, _("Quel travail ?"), "nature"

    nature = forms.ChoiceField(label=_("C’est…"), choices=Travail.Nature)
    minutes = forms.TypedChoiceField(label=_("Minutes à la maison"), coerce=int)
    matiere = forms.ChoiceField(label=_("Matière"), required=False)

    def __init__(self, phrase: str, dit: Comprise, destinataires: Destinataires, donnees=None) -> None:
        super().__init__(phrase, dit, destinataires, donnees)
        nature = (donnees or {}).get("nature") if self.est_lue else self.initial["nature"]
        valeurs = {*MINUTES, Travail.MINUTES.get(nature or "", 0), self.initial["minutes"]}
        self.fields["minutes"].choices = [(n, _("%(n)s min") % {"n": n}) for n in sorted(valeurs)]
        if len(destinataires.matieres) < 2:
            del self.fields["matiere"]
        else:
            self.fields["matiere"].choices = choix(destinataires.matieres)

    def _proposer(self, phrase: str) -> dict:
        nature = self.dit.nature or Travail.Nature.APPRENDRE
        minutes = Travail.MINUTES[nature] if self.dit.minutes is None else self.dit.minutes
        matiere = next(iter(self.dit.domaines or self.destinataires.matieres), "")
        return super()._proposer(phrase) | {"nature": nature, "minutes": minutes, "matiere": matiere}

    def _est_dite(self) -> bool:
        ecrit_a_penser = self.dit.nature == Travail.Nature.ECRIRE and not self.destinataires.est_college
        return bool(self.dit.nature) and not ecrit_a_penser

    @property
    def matiere_dite(self) -> str:
        """The chip's; the only one that is taught; none in an école."""
        return self.cleaned_data.get("matiere") or next(iter(self.destinataires.matieres), "")

    def clean_jour(self) -> dt.date:
        jour = dt.date.fromisoformat(self.cleaned_data["jour"])
        exiger_un_jour_a_venir(self.destinataires.cible.etablissement, jour)
        return jour


class SeanceEnLigne(LigneForm):
    """A séance: its half-day, its hour if one was said, its domain. Its day may be past."""

    SORTE, LONGUEUR, QUOI, DIT = SEANCE, 200, _("Quelle séance ?"), "moment"
    MANQUE = _("Écrivez ce qui est fait, par exemple « maths : le litre ».")

    moment = forms.ChoiceField(label=_("Demi-journée"), choices=Seance.Moment)
    heure = forms.TimeField(
        label=_("Heure"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    domaine = forms.ChoiceField(label=_("Domaine"), required=False)

    def __init__(
        self,
        phrase: str,
        dit: Comprise,
        destinataires: Destinataires,
        donnees=None,
        *,
        prevus: Callable[[dt.date], list[Creneau]],
    ) -> None:
        self.prevus = prevus
        super().__init__(phrase, dit, destinataires, donnees)
        connus = [n for n in NIVEAUX if n in destinataires.niveaux]
        self.fields["domaine"].choices = choix_de_domaines(connus, destinataires.matieres)

    def _proposer(self, phrase: str) -> dict:
        dit, etablissement = self.dit, self.destinataires.cible.etablissement
        creneau = self._creneau()
        heure = dit.heure or (creneau.debut if creneau else None)
        l_apres_midi = heure is not None and heure >= etablissement.matin_fin
        moment = Seance.Moment.APRES_MIDI if l_apres_midi else Seance.Moment.MATIN
        return super()._proposer(phrase) | {
            "moment": dit.moment or (creneau.moment if creneau else moment),
            "heure": heure,
            "domaine": choisir(dit.domaines, dit.texte) or next(iter(self.destinataires.matieres), ""),
        }

    def _creneau(self) -> Creneau | None:
        """Where the line says neither half-day nor hour: the slot of that day that is of its domain, and of its level."""
        dit = self.dit
        if dit.moment or dit.heure or not dit.domaines:
            return None
        for creneau in self.prevus(dit.jour or dit.propose):
            est_du_niveau = not creneau.niveaux or not dit.niveau or dit.niveau in creneau.niveaux
            if est_du_niveau and set(creneau.domaines) & set(dit.domaines):
                return creneau
        return None

    def _est_dite(self) -> bool:
        return bool(self.dit.moment or self.dit.heure)

    def _jour_a_venir(self) -> dt.date | None:
        dit, aujourd_hui = self.dit, timezone.localdate()
        if not dit.est_nomme or dit.jour is None or self["jour"].value() != dit.jour.isoformat():
            return None
        jour = dit.jour + dt.timedelta(days=7)
        de_la_semaine = aujourd_hui - dt.timedelta(days=aujourd_hui.weekday()) <= dit.jour < aujourd_hui
        return (
            jour
            if de_la_semaine and calendrier.est_jour_de_classe(self.destinataires.cible.etablissement, jour)
            else None
        )

    def _a_venir(self) -> list[dt.date]:
        """Today too, and the week that the line speaks of: one writes what was done."""
        etablissement, dit = self.destinataires.cible.etablissement, self.dit.jour or self.dit.propose
        lundi = dit - dt.timedelta(days=dit.weekday())
        jours = {timezone.localdate(), dit + dt.timedelta(days=7), *(lundi + dt.timedelta(days=n) for n in range(7))}
        return [*super()._a_venir(), *(j for j in jours if calendrier.est_jour_de_classe(etablissement, j))]

    def clean_jour(self) -> dt.date:
        jour = dt.date.fromisoformat(self.cleaned_data["jour"])
        exiger_un_jour_de_classe(self.destinataires.cible.etablissement, jour)
        return jour

    def clean(self) -> dict:
        donnees = super().clean()
        verifier_le_moment(self, self.destinataires.cible.etablissement, donnees)
        return donnees
