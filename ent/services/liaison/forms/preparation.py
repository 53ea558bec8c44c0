"""What a school types of its dossiers: a campaign, one pupil's page, a PAI."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.calendrier import est_ferie_ou_en_vacances
from ent.annuaire.droits import en_cours
from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import Classe, Etablissement, Inscription, Personne
from ent.socle.champs import Paragraphes, Plusieurs

from ..lectures.concernes import NIVEAUX, a_concerner
from ..models import Campagne, Dossier
from ..parties import Amenagement

LONG = 4000  # letters: far above the twelve lines that a next teacher reads


def _jour(libelle: Any, aide: Any) -> forms.DateField:
    return forms.DateField(
        label=libelle,
        help_text=aide,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("Cette date n’existe pas. Écrivez-la ainsi : 22/05/2027."),
            "required": _("Dites quel jour."),
        },
    )


class DatesForm(forms.Form):
    date_reponse = _jour(_("Les familles répondent avant le"), _("Ce jour est écrit sur ce qu’elles lisent."))
    date_envoi = _jour(_("Les dossiers partent avant le"), _("Rien ne part tout seul : la direction envoie."))


class DatesCorrigeesForm(AvecVersion, DatesForm):
    VERBES = frozenset({"liaison.ouvrir", "liaison.dater"})

    def __init__(self, *args: Any, campagne: Campagne, **options: Any) -> None:
        dits = {"date_reponse": campagne.date_reponse, "date_envoi": campagne.date_envoi}
        super().__init__(*args, initial=dits, **options)
        self.campagne = campagne

    def corrige(self) -> tuple:
        return self.campagne.etablissement, f"campagne {self.campagne.pk}"


class CampagneForm(DatesForm):
    vers = forms.ChoiceField(label=_("Les dossiers vont"), choices=Campagne.Vers.choices, widget=forms.RadioSelect)
    eleves = Plusieurs(
        label=_("Vers une autre école : pour quels élèves ?"),
        queryset=Personne.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choisissez parmi les élèves de la classe.")},
    )

    def __init__(self, *args: Any, classe: Classe, **options: Any) -> None:
        restants = passages_a_ouvrir([classe])[classe.pk]
        debut = dates_proposees(classe) | {"vers": restants[0] if restants else None}
        super().__init__(*args, initial=debut, **options)
        # Sent, it may ask for one that was opened since: the action says so better than a list of choices.
        possibles = _passages(classe) if self.is_bound else restants
        self.fields["vers"].choices = [(vers.value, vers.label) for vers in possibles]
        presents = [i.eleve_id for i in a_concerner(classe, Campagne.Vers.ECOLE)]
        self.fields["eleves"].queryset = Personne.objects.filter(pk__in=presents).order_by("nom", "prenom", "pk")
        self.fields["eleves"].label_from_instance = lambda eleve: f"{eleve.prenom} {eleve.nom}"
        self.order_fields(["vers", "eleves", "date_reponse", "date_envoi"])

    def clean(self) -> dict:
        propres = super().clean() or {}
        if propres.get("vers") == Campagne.Vers.ECOLE and not propres.get("eleves"):
            self.add_error("eleves", _("Cochez au moins un élève."))
        return propres


def _passages(classe: Classe) -> list[Campagne.Vers]:
    """Those that its pupils call for: CM2, GS; another school, always."""
    return [vers for vers in Campagne.Vers if vers == Campagne.Vers.ECOLE or a_concerner(classe, vers)]


def passages_a_ouvrir(classes: Collection[Classe]) -> dict[int, list[Campagne.Vers]]:
    """By class (id), those that its pupils call for and that nobody opened. Two queries."""
    presents = Inscription.objects.filter(en_cours(), classe__in=classes, eleve__fermee_le=None)
    niveaux: dict[int, set[str]] = defaultdict(set)
    for classe, niveau in presents.values_list("classe_id", "niveau"):
        niveaux[classe].add(niveau)
    ouverts = set(Campagne.objects.filter(classe__in=classes, fermee_le=None).values_list("classe_id", "vers"))
    return {
        classe.pk: [
            vers
            for vers in Campagne.Vers
            if (classe.pk, vers) not in ouverts and NIVEAUX.get(vers, "") in {"", *niveaux[classe.pk]}
        ]
        for classe in classes
    }


def dates_proposees(classe: Classe) -> dict[str, dt.date]:
    """12 and 22 May for who opens before February, else in thirty and forty days."""
    aujourd_hui, ete = timezone.localdate(), classe.annee.fin.year
    if aujourd_hui < dt.date(ete, 2, 1):
        reponse, envoi = dt.date(ete, 5, 12), dt.date(ete, 5, 22)
    else:
        reponse, envoi = (aujourd_hui + dt.timedelta(days=n) for n in (30, 40))
    return {
        "date_reponse": _hors_des_vacances(reponse, classe.annee.fin),
        "date_envoi": _hors_des_vacances(envoi, classe.annee.fin),
    }


def _hors_des_vacances(jour: dt.date, fin: dt.date) -> dt.date:
    """The first day from there on that is no holiday; before the summer's, the last one, for after it the class is no more."""
    plus_tard, plus_tot = jour, jour
    while est_ferie_ou_en_vacances(plus_tard):
        plus_tard += dt.timedelta(days=1)
    if plus_tard <= fin:
        return plus_tard
    while est_ferie_ou_en_vacances(plus_tot) or plus_tot > fin:
        plus_tot -= dt.timedelta(days=1)
    return max(plus_tot, timezone.localdate())


def _ligne(libelle: Any, aide: Any, rangs: int = 4) -> forms.CharField:
    zone = Paragraphes(attrs={"rows": rangs, "data-lignes": ""})
    return forms.CharField(label=libelle, help_text=aide, required=False, max_length=LONG, widget=zone)


NATURES = {
    Campagne.Vers.SIXIEME: [Etablissement.Nature.COLLEGE],
    Campagne.Vers.CP: [Etablissement.Nature.ELEMENTAIRE, Etablissement.Nature.PRIMAIRE],
    Campagne.Vers.ECOLE: list(Etablissement.Nature),
}


class DossierForm(AvecVersion, forms.Form):
    """The page of who teaches, and where it goes."""

    VERBES = frozenset({"liaison.corriger", "liaison.annuler"})
    sait = _ligne(_("Ce qu’il ou elle sait"), _("Une réussite par ligne, avec un exemple."))
    aide = _ligne(_("Ce qui l’aide"), _("Ce que vous faites et qui marche : à refaire dès septembre."))
    mot = _ligne(_("Un mot"), _("Pour qui l’accueille."), 3)
    ppre = _ligne(Amenagement.PPRE.label, _("En quelques mots. Laissez vide s’il n’y en a pas."), 2)
    pap = _ligne(Amenagement.PAP.label, _("Les aménagements utiles en classe, sans le diagnostic."), 2)
    pps = _ligne(Amenagement.PPS.label, _("Ce qui est en place : aide humaine, matériel."), 2)
    destination = forms.ModelChoiceField(
        label=_("Établissement d’accueil"),
        queryset=Etablissement.objects.none(),
        required=False,
        empty_label=_("Un autre, écrit ci-dessous"),
    )
    destination_dite = forms.CharField(
        label=_("Ou écrivez son nom"),
        help_text=_("Privé ou hors réseau : le dossier sera un fichier à remettre."),
        required=False,
        max_length=120,
    )
    est_pret = forms.BooleanField(label=_("Ma page est faite"), required=False)

    def __init__(self, *args: Any, dossier: Dossier, **options: Any) -> None:
        super().__init__(*args, initial=_dits(dossier), **options)
        self.dossier = dossier
        ouverts = Q(nature__in=NATURES[Campagne.Vers(dossier.campagne.vers)], fermee_le=None)
        # What was chosen stays, closed since: whoever corrects a comma does not take it away.
        possibles = Etablissement.objects.filter(ouverts | Q(pk=dossier.destination_id))
        self.fields["destination"].queryset = possibles.exclude(pk=dossier.etablissement_id).order_by("nom", "pk")

    def clean_destination_dite(self) -> str:
        """One or the other: a name that was just typed beside one that is chosen would be lost without a word."""
        dite, accueil = self.cleaned_data["destination_dite"], self.cleaned_data.get("destination")
        if accueil and dite not in ("", accueil.nom, self.dossier.destination_dite):
            raise ValidationError(
                _("Vous avez choisi « %(nom)s » et écrit un autre nom : gardez l’un des deux.") % {"nom": accueil.nom}
            )
        return dite

    def corrige(self) -> tuple:
        return self.dossier.etablissement, f"dossier {self.dossier.pk}"

    def champs(self) -> dict[str, Any]:
        """As the action takes them."""
        dits = self.cleaned_data
        amenagements = [{"sorte": str(s), "texte": dits[s]} for s in Amenagement.values if dits[s]]
        accueil = dits["destination"]
        return {
            **{nom: dits[nom] for nom in ("sait", "aide", "mot", "est_pret")},
            "amenagements": amenagements,
            "destination_id": accueil and accueil.pk,
            "destination_dite": "" if accueil else dits["destination_dite"],
        }


def _dits(dossier: Dossier) -> dict[str, Any]:
    siens = {a["sorte"]: a["texte"] for a in dossier.amenagements}
    ecrits = ("sait", "aide", "mot", "est_pret", "destination_dite")
    return {
        **{nom: getattr(dossier, nom) for nom in ecrits},
        **{sorte: siens.get(sorte, "") for sorte in Amenagement.values},
        "destination": dossier.destination_id,
    }


class SanteForm(AvecVersion, forms.Form):
    VERBES = frozenset({"liaison.ecrire_la_sante"})
    texte = _ligne(
        _("Ce que le PAI demande"),
        _("Les gestes utiles et où trouver le document. La famille le relit ; les deux responsables doivent accepter."),
        6,
    )

    def __init__(self, *args: Any, dossier: Dossier, **options: Any) -> None:
        super().__init__(*args, initial={"texte": dossier.sante}, **options)
        self.dossier = dossier

    def corrige(self) -> tuple:
        return self.dossier.etablissement, f"dossier {self.dossier.pk}"
