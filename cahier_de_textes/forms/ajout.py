"""One line to add: what was understood is shown, corrected, then sent with the line it was read from."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire import calendrier
from ent.socle.dates import date_format

from ..actions.commun import Public
from ..models import Travail
from ..phrase import Comprise, Contexte, comprendre
from .commun import ELEVES, MANQUE, Destinataires, exiger_un_jour_a_venir

JOURS = 10  # class days offered by the chip
MINUTES = [0, 5, 10, 15, 20, 25, 30, 45, 60]


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
    )


class AjoutForm(forms.Form):
    """The line and its chips. The text is read again from the line: chips correct the rest, never the words."""

    phrase = forms.CharField(max_length=600, error_messages={"max_length": _("C’est trop long pour une ligne.")})
    # The line that the chips were read from: another line shows its own chips before anything is added.
    lue = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    jour = forms.ChoiceField(
        label=_("Jour"),
        error_messages={"required": _("Choisissez le jour."), "invalid_choice": _("Choisissez le jour.")},
    )
    pour = forms.ChoiceField(label=_("Pour"), required=False)
    nature = forms.ChoiceField(label=_("C’est…"), choices=Travail.Nature)
    minutes = forms.TypedChoiceField(label=_("Minutes à la maison"), coerce=int)

    def __init__(
        self, phrase: str, destinataires: Destinataires, donnees=None, *, semaine: dt.date | None = None
    ) -> None:
        self.destinataires = destinataires
        self.dit: Comprise = comprendre(phrase[:600], contexte_de(destinataires, semaine))
        self.est_lue = donnees is not None and donnees.get("lue") == phrase
        super().__init__(donnees if self.est_lue else None, initial=self._proposer(phrase))
        self.fields["jour"].choices = self._jours()
        self.fields["pour"].choices = self._publics()
        nature = (donnees or {}).get("nature") if self.est_lue else self.initial["nature"]
        self.fields["minutes"].choices = self._minutes(nature)

    def _proposer(self, phrase: str) -> dict:
        """What the chips say first. A day that cannot be kept, or was not understood, leaves its chip to be chosen."""
        dit = self.dit
        jour = dit.jour or (None if dit.jour_refuse or dit.jour_incompris else dit.propose)
        nature = dit.nature or Travail.Nature.APPRENDRE
        pour = f"groupe-{dit.groupe}" if dit.groupe else ELEVES if dit.eleves else dit.niveau
        return {
            "phrase": phrase,
            "lue": phrase,
            "jour": jour.isoformat() if jour else "",
            "pour": pour,
            "nature": nature,
            "minutes": Travail.MINUTES[nature] if dit.minutes is None else dit.minutes,
        }

    def _jours(self) -> list[tuple[str, str]]:
        etablissement = self.destinataires.cible.etablissement
        jours, jour = set(), timezone.localdate()
        if self.dit.jour:
            jours.add(self.dit.jour)
        jours.add(self.dit.propose)
        for _n in range(JOURS):
            jour = calendrier.prochain_jour_de_classe(etablissement, jour)
            jours.add(jour)
        vide = [("", _("Choisissez le jour."))] if self.dit.jour_incompris else []
        if self.dit.jour_refuse:
            # In full it would push the reason out of the chip of a phone.
            proche = abs((self.dit.jour_refuse - timezone.localdate()).days) < 14
            refuse = date_format(self.dit.jour_refuse, "l j" if proche else "d/m/Y")
            passe = self.dit.jour_refuse < timezone.localdate()
            phrase = _("%(jour)s : c’est passé") if passe else _("%(jour)s : pas de classe")
            vide = [("", phrase % {"jour": refuse})]
        return [*vide, *((j.isoformat(), self.nom_du_jour(j)) for j in sorted(jours))]

    @staticmethod
    def nom_du_jour(jour: dt.date) -> str:
        """« jeudi 26 », « jeudi 17 décembre » beyond two weeks, and the year of what is half a year away: nobody thinks of it."""
        loin = (jour - timezone.localdate()).days
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

    def _minutes(self, nature: str | None) -> list[tuple[int, str]]:
        valeurs = {*MINUTES, Travail.MINUTES.get(nature or "", 0), self.initial["minutes"]}
        return [(n, _("%(n)s min") % {"n": n}) for n in sorted(valeurs)]

    @property
    def nommes(self) -> list:
        return [e for e in self.destinataires.eleves if e.pk in self.dit.eleves]

    @property
    def jour_propose(self) -> dict | None:
        """The class day that follows a refused one, for one tap."""
        if not self.dit.jour_refuse:
            return None
        return {"valeur": self.dit.propose.isoformat(), "nom": self.nom_du_jour(self.dit.propose)}

    def clean_jour(self) -> dt.date:
        jour = dt.date.fromisoformat(self.cleaned_data["jour"])
        exiger_un_jour_a_venir(self.destinataires.cible.etablissement, jour)
        return jour

    def clean(self) -> dict:
        donnees = super().clean()
        if not self.dit.texte:
            self.add_error("phrase", MANQUE)
        elif len(self.dit.texte) > 500:
            self.add_error("phrase", _("C’est trop long pour une ligne."))
        return donnees

    @property
    def public(self) -> Public:
        return self.destinataires.public(self.cleaned_data["pour"], self.nommes)
