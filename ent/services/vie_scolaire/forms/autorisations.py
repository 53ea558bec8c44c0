"""What the school asks families for, what they answer in one tap, what came back on paper or was said at the door."""

import datetime as dt
from collections.abc import Collection

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Classe, Etablissement, Personne
from ent.socle.champs import Paragraphes, Plusieurs
from ent.socle.dates import aujourd_hui

from ..actions.consentements import Parole, Saisie
from ..lectures.autorisations import Rang
from ..models import Consentement, DemandeConsentement, textes
from .consentements import fin_d_annee
from .lus import NON, OUI, RIEN, AvecLus

Genre = DemandeConsentement.Genre
Origine = Consentement.Origine

TEXTES = {Genre.SEUL: textes.SEUL, Genre.TIERS: textes.TIERS, Genre.CHARTE: textes.CHARTE}


class Jour(forms.DateField):
    def __init__(self, **options) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class Heure(forms.TimeField):
    def __init__(self, **options) -> None:
        super().__init__(required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)


class AutorisationForm(forms.Form):
    """One kind. An outing needs a title and a day; the others hold for the school year, and have words to begin with."""

    titre = forms.CharField(
        label=_("Titre"),
        max_length=80,
        error_messages={"required": _("Donnez un titre : c’est ce que les familles lisent d’abord.")},
    )
    debut = Jour(label=_("Le jour"), error_messages={"required": _("Dites quel jour.")})
    fin = Jour(label=_("Dernier jour, s’il y en a plusieurs"), required=False)
    depart_a = Heure(label=_("Départ"))
    retour_a = Heure(label=_("Retour"))
    lieu = forms.CharField(label=_("Où"), max_length=120, required=False)
    texte = forms.CharField(
        label=_("Ce que les familles lisent"),
        max_length=2000,
        widget=Paragraphes(attrs={"rows": 5}),
        error_messages={"required": _("Écrivez ce que vous demandez.")},
    )
    repondre_avant = Jour(label=_("À répondre avant le"), required=False)
    classes = Plusieurs(
        label=_("Pour quelles classes"),
        queryset=Classe.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self, *args, genre: str, etablissement: Etablissement, classes: Collection[Classe], dirige: bool, **options
    ) -> None:
        propose = TEXTES.get(genre)
        initial = {"texte": textes.propose_par(propose, etablissement.est_college) if propose else ""}
        if len(classes) == 1:
            initial["classes"] = [classe.pk for classe in classes]
        super().__init__(*args, initial=initial, **options)
        self.genre, self.dirige = genre, dirige
        self.fields["classes"].queryset = Classe.objects.filter(pk__in=[c.pk for c in classes])
        if dirige:
            self.fields["classes"].help_text = _("Si rien n’est coché, c’est demandé à toute l’école.")
        self.fields["repondre_avant"].help_text = (
            _("Sans date, jusqu’à la veille. La réponse se change jusqu’à la veille aussi.")
            if genre == Genre.SORTIE
            else _("Facultatif. L’autorisation vaut jusqu’à la fin de l’année scolaire, et se retire à tout moment.")
        )
        self._garder()

    def _garder(self) -> None:
        """What this kind asks, and nothing else."""
        if self.genre == Genre.SORTIE:
            self.fields["texte"].required = False
            self.fields["texte"].label = _("À savoir : pique-nique, tenue, transport")
            return
        for nom in ("debut", "fin", "depart_a", "retour_a", "lieu"):
            del self.fields[nom]
        if self.genre != Genre.LIBRE:
            del self.fields["titre"]

    def clean_classes(self) -> list[Classe]:
        """Who teaches says which: the whole school is asked by its direction."""
        choisies = list(self.cleaned_data["classes"])
        if not choisies and not self.dirige:
            raise forms.ValidationError(_("Choisissez au moins une classe."))
        return choisies

    def clean(self) -> dict:
        donnees = super().clean()
        jour, fin = donnees.get("debut"), donnees.get("fin")
        if jour:
            self._juger_le_jour(jour)
        if jour and fin and not jour <= fin <= jour + dt.timedelta(days=31):
            self.add_error("fin", _("Le dernier jour vient avant le premier, ou plus d’un mois après."))
        depart, retour = donnees.get("depart_a"), donnees.get("retour_a")
        if depart and retour and retour <= depart and (not fin or fin == jour):
            self.add_error("retour_a", _("Le retour vient après le départ."))
        self._juger_la_date(donnees.get("repondre_avant"), jour)
        return donnees

    def _juger_le_jour(self, jour: dt.date) -> None:
        if jour <= aujourd_hui():
            self.add_error("debut", _("Il faut un jour à venir : les familles répondent jusqu’à la veille."))
        elif jour > fin_d_annee(aujourd_hui()):
            self.add_error("debut", _("Ce jour est après la fin de l’année scolaire."))

    def _juger_la_date(self, avant: dt.date | None, jour: dt.date | None) -> None:
        if avant and avant < aujourd_hui():
            self.add_error("repondre_avant", _("Ce jour est déjà passé."))
        elif avant and jour and avant >= jour:
            self.add_error("repondre_avant", _("Au plus tard la veille de la sortie."))

    @property
    def champs(self) -> dict:
        """As `demander_autorisation` takes it."""
        dits = {nom: valeur for nom, valeur in self.cleaned_data.items() if nom != "classes"}
        if self.genre == Genre.SORTIE:
            return dits | {"fin": dits["fin"] or dits["debut"]}
        return dits | {"debut": aujourd_hui(), "fin": fin_d_annee(aujourd_hui())}


class AccordForm(forms.Form):
    """One tap: « J’autorise », or not."""

    reponse = forms.ChoiceField(choices=[(OUI, OUI), (NON, NON)])

    @property
    def accorde(self) -> bool:
        return self.cleaned_data["reponse"] == OUI


class SaisieForm(AvecLus, forms.Form):
    """A row for each holder of each child; what is left as it is is not entered. How it came is said once for all of them."""

    origine = forms.ChoiceField(
        label=_("Ces réponses sont venues"),
        choices=[(Origine.PAPIER, Origine.PAPIER.label), (Origine.SUR_PLACE, Origine.SUR_PLACE.label)],
        widget=forms.RadioSelect,
        initial=Origine.PAPIER,
    )

    def __init__(
        self, *args, demande: DemandeConsentement, rangs: list[Rang], auteur: Personne, lit_qui: bool, **options
    ) -> None:
        """`lit_qui`: whether who enters may read which holder said what; else they read what they entered themself, and no more."""
        super().__init__(*args, **options)
        self.rangs: list[tuple[Rang, list[tuple]]] = []
        self._de: dict[str, tuple] = {}
        for rang in rangs:
            lignes = []
            for adulte in rang.lus:
                dit, nom = adulte.dit, f"{rang.eleve.uuid}:{adulte.personne.uuid}"
                if dit is not None and dit.origine == Origine.ECRAN and not demande.est_verrouillee:
                    self.lire_a_l_ecran(nom, adulte.personne)
                    lignes.append((adulte, None))
                    continue
                # Of what was said on a screen, who enters reads nothing: only the day of an outing writes over it.
                montre = dit is not None and dit.origine != Origine.ECRAN and (lit_qui or dit.saisi_par_id == auteur.pk)
                self.fields[nom] = forms.ChoiceField(
                    required=False,
                    initial=self.lire(nom, dit, montre=montre),
                    choices=[(OUI, _("oui")), (NON, _("non"))],
                    widget=forms.RadioSelect,
                )
                self._de[nom] = (rang.eleve, adulte.personne)
                lignes.append((adulte, self[nom]))
            self.rangs.append((rang, lignes))

    @property
    def saisies(self) -> list[Saisie]:
        """What was touched, or changed."""
        return [
            Saisie(eleve, adulte, "", self.voulu(nom) == OUI, cle=nom, lu=self.numero_lu(nom))
            for nom, (eleve, adulte) in self._de.items()
            if self.voulu(nom) != RIEN and self.est_touche(nom)
        ]


class SignaturesForm(AvecLus, forms.Form):
    """The children of a class who signed the charter too: a tick each."""

    def __init__(self, *args, rangs: list[Rang], **options) -> None:
        super().__init__(*args, **options)
        self._de: dict[str, Personne] = {}
        for rang in rangs:
            nom = f"signe-{rang.eleve.uuid}"
            self.fields[nom] = forms.CharField(
                label=f"{rang.eleve.prenom} {rang.eleve.nom}",
                required=False,
                initial=self.lire(nom, rang.accord),
                widget=forms.CheckboxInput(check_test=lambda valeur: valeur == OUI, attrs={"value": OUI}),
            )
            self._de[nom] = rang.eleve

    @property
    def lies(self) -> list[forms.BoundField]:
        return [self[nom] for nom in self._de]

    def voulu(self, nom: str) -> str:
        """A box that is not ticked sends nothing."""
        return OUI if self.cleaned_data.get(nom) in ("True", OUI) else RIEN

    @property
    def changes(self) -> list[Parole]:
        """What was touched."""
        return [
            Parole(eleve, "", True if self.voulu(nom) else None, nom, self.numero_lu(nom))
            for nom, eleve in self._de.items()
            if self.est_touche(nom)
        ]
