"""What the forms of the cahier share: class days, and whom a travail is for."""

import datetime as dt
from collections.abc import Collection, Mapping

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.annuaire import calendrier
from ent.annuaire.codes import CHOIX_NIVEAUX, NIVEAUX
from ent.annuaire.models import Classe, Etablissement, Groupe, Personne
from ent.socle.dates import date_format, time_format

from ..actions.commun import Public
from ..models import Ecrit, Seance

UN_AN = dt.timedelta(days=365)
MARGE = dt.timedelta(minutes=10)  # while a form is filled in
MANQUE = gettext_lazy("Écrivez ce qu’il y a à faire, par exemple « relire la page 14 ».")
ELEVES = "eleves"  # the choice « named pupils »
# What was meant for a few would be read by all.
COCHES_SANS_LE_DIRE = gettext_lazy("Des élèves sont cochés : choisissez « Des élèves… », ou décochez-les.")


def heure_choisie() -> forms.DateTimeField:
    """When families may begin to read it."""
    return forms.DateTimeField(
        label=gettext_lazy("Les familles le voient à partir de"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"],
        help_text=gettext_lazy("Vide : tout de suite, hors des heures de repos."),
        error_messages={"invalid": gettext_lazy("Cette heure n’existe pas. Écrivez-la ainsi : 26/11/2026 16:30.")},
    )


def a_la_sortie() -> forms.BooleanField:
    """The same in one tap: when pupils go home today. It says its hour and sends it, and stands before `a` in the form."""
    return forms.BooleanField(required=False)


class AvecHeure:
    """A form with the hour `a` at which families begin to read it; gone once they read it. `sortie` writes it in one tap."""

    instance: Ecrit
    fields: dict[str, forms.Field]
    initial: dict
    data: Mapping[str, str]
    changed_data: list[str]
    cleaned_data: dict
    etablissement: Etablissement

    def preparer_l_heure(self) -> None:
        """Needs `etablissement`: « à la sortie » is there on a class day, until pupils go home."""
        self.fin = calendrier.sortie(self.etablissement, timezone.localdate())
        if self.instance.pk and not self.instance.est_brouillon and not self.instance.attend:
            del self.fields["a"], self.fields["sortie"]
            return
        if self.instance.attend:
            self.initial.setdefault("a", timezone.localtime(self.instance.visible_le))
        if (self.fin is None or self.fin <= timezone.now()) and "sortie" not in self.data:
            del self.fields["sortie"]
        elif self.fin is not None:
            heure = time_format(timezone.localtime(self.fin), r"G \h i")
            college = self.etablissement.est_college
            phrase = _("À la sortie du collège, à %(heure)s") if college else _("À la sortie de l’école, à %(heure)s")
            self.fields["sortie"].label = phrase % {"heure": heure}
            self.fields["sortie"].widget.attrs["value"] = self.fin.isoformat()

    def clean_a(self) -> dt.datetime | None:
        a = self.cleaned_data["a"]
        if self.cleaned_data.pop("sortie", False):
            if self.fin is None or self.data["sortie"] != self.fin.isoformat():
                raise forms.ValidationError(_("L’heure de la sortie a changé. Choisissez de nouveau quand le montrer."))
            if a and "a" in self.changed_data and a != self.fin:
                raise forms.ValidationError(_("Choisissez : à la sortie de l’école, ou à cette heure-ci."))
            return self.fin
        if a and "a" in self.changed_data and a < timezone.now() - MARGE:
            raise forms.ValidationError(_("Cette heure est passée. Effacez-la pour le montrer tout de suite."))
        if a and a > timezone.now() + UN_AN:
            raise forms.ValidationError(_("C’est dans plus d’un an : vérifiez l’année."))
        return a


def choix_d_eleves(eleves: list[Personne]) -> list[tuple[str, str]]:
    """Two pupils of one first name are told apart by their names."""
    return [(str(eleve.pk), f"{eleve.prenom} {eleve.nom}") for eleve in eleves]


def exiger_un_jour_de_classe(etablissement, jour: dt.date) -> None:
    if jour > timezone.localdate() + UN_AN:
        raise forms.ValidationError(_("Ce jour est dans plus d’un an : vérifiez l’année."))
    if not calendrier.est_jour_de_classe(etablissement, jour):
        raise forms.ValidationError(
            _("Pas de classe le %(jour)s. Le jour de classe suivant est le %(suivant)s.")
            % {
                "jour": date_format(jour, "l j F"),
                "suivant": date_format(calendrier.prochain_jour_de_classe(etablissement, jour), "l j F"),
            }
        )


def exiger_un_jour_a_venir(etablissement, jour: dt.date) -> None:
    if jour < timezone.localdate():
        raise forms.ValidationError(_("Ce jour est passé. Choisissez aujourd’hui ou un jour à venir."))
    exiger_un_jour_de_classe(etablissement, jour)


def verifier_le_moment(formulaire: forms.Form, etablissement: Etablissement, donnees: dict) -> None:
    """A half-day that is taught on that day, and an hour that is in it; the fault stands on the field."""
    jour, moment, heure = donnees.get("jour"), donnees.get("moment"), donnees.get("heure")
    if not jour or not moment:
        return
    demi_journees = etablissement.jours_de_classe().get(jour.weekday(), [])
    rang = list(Seance.Moment.values).index(moment)
    if rang >= len(demi_journees):
        if jour.weekday() in etablissement.jours_de_classe():
            formulaire.add_error(
                "moment", _("Pas de classe le %(jour)s après-midi.") % {"jour": date_format(jour, "l")}
            )
    elif heure and not demi_journees[rang][0] <= heure < demi_journees[rang][1]:
        debut, fin = (time_format(h, r"G \h i") for h in demi_journees[rang])
        formulaire.add_error("heure", _("Cette demi-journée va de %(debut)s à %(fin)s.") % {"debut": debut, "fin": fin})


class Destinataires:
    """Whom one may give work to from the week of a class or group: the whole of it, a level, a group one holds, pupils.

    `eleves` are the pupils of the class with their level; `groupes` those that this person holds in the same school; `matieres`, of a
    collège, what this person teaches there.
    """

    def __init__(
        self,
        cible: Classe | Groupe,
        eleves: list[tuple[Personne, str]] = (),
        groupes: list[Groupe] = (),
        matieres: Collection[str] = (),
    ) -> None:
        self.cible, self.matieres = cible, list(matieres)
        self.eleves = [eleve for eleve, _niveau in eleves]
        self.niveaux = [n for n in NIVEAUX if n in {niveau for _e, niveau in eleves}]
        self.groupes = [g for g in groupes if g.etablissement_id == cible.etablissement_id and g != cible]
        self.effectifs = {n: sum(niveau == n for _e, niveau in eleves) for n in self.niveaux}

    @property
    def est_college(self) -> bool:
        return self.cible.etablissement.est_college

    @property
    def est_classe(self) -> bool:
        return isinstance(self.cible, Classe)

    @property
    def choix(self) -> list[tuple[str, str]]:
        if not self.est_classe:
            return [("", self.cible.nom)]
        libelles = dict(CHOIX_NIVEAUX)
        niveaux = [(n, libelles[n]) for n in self.niveaux] if len(self.niveaux) > 1 else []
        groupes = [(f"groupe-{g.pk}", g.nom) for g in self.groupes]
        nommes = [(ELEVES, _("Des élèves…"))] if self.eleves else []
        return [("", _("Toute la classe")), *niveaux, *groupes, *nommes]

    def public(self, choix: str, eleves: list[Personne] = ()) -> Public:
        """The audience of a choice, already known to be one of `choix`."""
        if not self.est_classe:
            return Public(groupe=self.cible)
        if choix.startswith("groupe-"):
            return Public(groupe=next(g for g in self.groupes if f"groupe-{g.pk}" == choix))
        if choix == ELEVES:
            return Public(classe=self.cible, eleves=tuple(eleves))
        return Public(classe=self.cible, niveau=choix)
