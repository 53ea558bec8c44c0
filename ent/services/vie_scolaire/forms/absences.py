"""An absence as a family tells it: who, when, why. Two taps when the day is the next one."""

import datetime as dt
import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models.portee import Suivi
from ent.annuaire.registres import Proposition
from ent.fichiers.forms import ChampFichiers
from ent.socle.champs import Nom
from ent.socle.dates import aujourd_hui

from ..droits import absences as droits
from ..lectures import absences as lectures
from ..lectures.appels import moments_appeles
from ..models import DeclarationAbsence, Duree, Motif

AUJOURD_HUI, DEMAIN, PLUSIEURS = "aujourd_hui", "demain", "plusieurs"
HORS_LIGNE = "hors-ligne"  # instead of what was read: chosen without network, days said by their dates
A_DIRE = _("Dites-le en quelques mots : l’école en juge.")
ENSEMBLE = {"widget": forms.RadioSelect}


class Jour(forms.DateField):
    def __init__(self, **options) -> None:
        super().__init__(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class AbsenceForm(forms.Form):
    """`suivis` are the children that this person may speak for; `remplace` what is told otherwise; `est_gardee`: it comes from the outbox of a device."""

    eleves = forms.MultipleChoiceField(
        label=_("Qui ?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez un enfant.")},
    )
    quand = forms.ChoiceField(label=_("Quand ?"), **ENSEMBLE)
    debut = Jour(label=_("Du"))
    fin = Jour(label=_("Au"))
    duree = forms.ChoiceField(label=_("Combien de temps ?"), choices=Duree, initial=Duree.JOURNEE, **ENSEMBLE)
    heure = forms.TimeField(
        label=_("Vers quelle heure ?"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    motif = forms.ChoiceField(
        label=_("Pourquoi ?"), choices=Motif, error_messages={"required": _("Choisissez pourquoi.")}, **ENSEMBLE
    )
    precision = Nom(label=_("En quelques mots"), max_length=200, required=False)
    suites = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    lue = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args,
        personne,
        suivis: list[Suivi],
        remplace: DeclarationAbsence | None = None,
        est_gardee: bool = False,
        **options,
    ):
        super().__init__(*args, **options)
        self.personne, self.suivis, self.remplace, self.est_gardee = personne, suivis, remplace, est_gardee
        self.fields["eleves"].choices = [(str(s.inscription.pk), s.eleve.prenom) for s in suivis]
        aujourd_hui_encore = any(lectures.il_reste_de_la_classe(s) for s in suivis)
        jours = [(AUJOURD_HUI, _("Aujourd’hui"))] if aujourd_hui_encore else []
        self.fields["quand"].choices = [*jours, (DEMAIN, self._demain()), (PLUSIEURS, _("D’autres jours"))]
        self.fields["debut"].suit_un_choix = True  # asked for where other days are chosen
        self.fields["precision"].suit_un_choix = True  # shown, and asked for, where « Autre » is
        self.initial = self._depart(aujourd_hui_encore) | self.initial
        # What may be offered follows from the rest, which is read first.
        self.fields["suites"].choices = [(cle, cle) for cle, *_reste in self.propositions]

    def _demain(self):
        jour = lectures.prochain_jour(self.suivis[0])
        if jour == aujourd_hui() + dt.timedelta(days=1):
            return _("Demain")
        return lectures.date_format(jour, "l").capitalize()

    def _depart(self, aujourd_hui_encore: bool) -> dict:
        if (d := self.remplace) is not None:
            return {
                "eleves": [str(s.inscription.pk) for s in self.suivis],
                "quand": PLUSIEURS,
                **{nom: getattr(d, nom) for nom in ("debut", "fin", "duree", "heure", "motif", "precision")},
            }
        seul = [str(self.suivis[0].inscription.pk)] if len(self.suivis) == 1 else []
        return {"eleves": seul, "quand": AUJOURD_HUI if aujourd_hui_encore else DEMAIN}

    # --- What is being told, as far as it is known ------------------------------------------------------------------------
    def _dit(self, nom: str):
        return self[nom].value()

    @property
    def choisis(self) -> list[Suivi]:
        dits = set(self._dit("eleves") or ())
        return [s for s in self.suivis if str(s.inscription.pk) in dits]

    def jours_de(self, suivi: Suivi) -> tuple[dt.date, dt.date] | None:
        """From when to when, for this child: « Demain » is the next class day of their school."""
        quand = self._dit("quand")
        if quand == AUJOURD_HUI:
            return aujourd_hui(), aujourd_hui()
        if quand == DEMAIN:
            jour = lectures.prochain_jour(suivi)
            return jour, jour
        debut, fin = (self._propre(nom) for nom in ("debut", "fin"))
        return (debut, fin or debut) if debut else None

    def _propre(self, nom: str) -> Any:
        try:
            return self.fields[nom].clean(self._dit(nom))
        except ValidationError:
            return None

    @property
    def dates_des_mots(self) -> dict[str, str]:
        """What « Aujourd’hui » and « Demain » are on this page, for a device that keeps it without network; none where schools differ."""
        demains = {lectures.prochain_jour(suivi) for suivi in self.suivis}
        dites = {AUJOURD_HUI: aujourd_hui()} | ({DEMAIN: demains.pop()} if len(demains) == 1 else {})
        return {mot: f"{jour:%Y-%m-%d}" for mot, jour in dites.items()}

    @property
    def phrases(self) -> list[str]:
        """What the school will read, child by child."""
        duree, motif = self._dit("duree") or Duree.JOURNEE, self._dit("motif") or ""
        if duree not in Duree or (motif and motif not in Motif):
            return []
        precision, heure = self._dit("precision") or "", self._propre("heure")
        dites = ((s, self.jours_de(s)) for s in self.choisis)
        return [
            lectures.phrase_lue(s.eleve.prenom, *jours, duree, motif, precision[:200], heure)
            for s, jours in dites
            if jours and jours[0] <= jours[1]
        ]

    @property
    def _moments(self) -> list[tuple[Suivi, tuple]]:
        """Child by child, what half-days this is of, as readings take them: days, duration, hour."""
        duree, heure = self._dit("duree") or Duree.JOURNEE, self._propre("heure")
        dites = ((s, self.jours_de(s)) for s in self.choisis if duree in Duree)
        return [(s, (*jours, duree, heure)) for s, jours in dites if jours and jours[0] <= jours[1]]

    @cached_property
    def _confiees(self) -> dict:
        return droits.confiees_par(self.personne)

    @cached_property
    def _du_meme_moment(self) -> list[DeclarationAbsence]:
        """What anybody told of the same half-days."""
        trouvees = (
            DeclarationAbsence.objects.qui_recouvrent(s.eleve, s.inscription.classe.etablissement, *quoi)
            for s, quoi in self._moments
        )
        return [dite for dites in trouvees for dite in dites if self.remplace is None or dite.pk != self.remplace.pk]

    @property
    def deja(self) -> list[DeclarationAbsence]:
        """Of them, what this person told, or somebody in their place: this takes the place of it."""
        return [d for d in self._du_meme_moment if droits.se_remplace_par(self.personne, d, self._confiees)]

    @property
    def phrases_deja(self) -> list[str]:
        return [lectures.phrase_a_qui_suit(dite, droits.en_leur_nom(dite, self._confiees)) for dite in self.deja]

    @property
    def est_deja_de_moi(self) -> bool:
        return all(dite.par_id == self.personne.pk for dite in self.deja)

    @property
    def phrases_d_autrui(self) -> list[str]:
        """Another adult told of the same half-days: that the school knows, and nothing of what."""
        dits = {d.eleve_id for d in self._du_meme_moment} - {d.eleve_id for d in self.deja}
        return [lectures.deja_dit_par_un_autre(s.eleve.prenom) for s in self.choisis if s.eleve.pk in dits]

    @cached_property
    def _appels(self) -> list[tuple[Suivi, dict]]:
        return [(s, moments_appeles(s, *quoi)) for s, quoi in self._moments]

    @property
    def phrases_de_l_appel(self) -> list[str]:
        """Of half-days whose roll had the child there."""
        comptes = ((s, [quand for quand, la in faits.items() if la]) for s, faits in self._appels)
        return [lectures.etait_la(s.eleve.prenom, quand) for s, quand in comptes if quand]

    @property
    def est_appelee(self) -> bool:
        """A roll was made of it: there is no « until the roll » any more."""
        return any(faits for _suivi, faits in self._appels)

    def remplacees_de(self, suivi: Suivi) -> list[DeclarationAbsence]:
        changees = [self.remplace] if self.remplace else []
        return [dite for dite in changees + self.deja if dite.eleve_id == suivi.eleve.pk]

    @property
    def empreinte(self) -> str:
        """Of these sentences, and of all that is said beside them: a page that sends it has shown them."""
        montrees = self.phrases + self.phrases_deja + self.phrases_d_autrui + self.phrases_de_l_appel
        return hashlib.sha256("\n".join(montrees).encode()).hexdigest()[:16]

    @property
    def propositions(self) -> list[tuple[str, Proposition, bool]]:
        """What other rooms offer, by child: its key, its words, whether it is ticked."""
        duree = self._dit("duree") or Duree.JOURNEE
        coches = self.data.getlist("suites") if hasattr(self.data, "getlist") else self.data.get("suites", [])
        deja = (
            self.is_bound and self.data.get("lue") == self.empreinte
        )  # they were shown: what is not ticked was refused
        offertes = []
        for suivi in self.choisis:
            jours = self.jours_de(suivi)
            if not jours or duree not in Duree or jours[0] > jours[1]:
                continue
            for suite, proposition in lectures.propositions(
                self.personne, suivi, *jours, duree, self.remplacees_de(suivi)
            ):
                cle = f"{suivi.inscription.pk}:{suite.nom}"
                offertes.append((cle, proposition, cle in coches if deja else True))
        return offertes

    @property
    def bouton(self) -> str:
        """What the button says of them."""
        return ", ".join(str(p.bouton) for _cle, p, coche in self.propositions if coche and p.bouton)

    def suites_de(self, suivi: Suivi) -> list[str]:
        """What is ticked; and what was done of those that this replaces and could not be offered here, as without network: nobody left it out."""
        prefixe = f"{suivi.inscription.pk}:"
        siennes = [cle.removeprefix(prefixe) for cle in self.cleaned_data["suites"] if cle.startswith(prefixe)]
        hors_ligne = self.cleaned_data["lue"] == HORS_LIGNE
        offertes = set() if hors_ligne else {cle for cle, _libelle in self.fields["suites"].choices}
        deja = [nom for dite in self.remplacees_de(suivi) for nom in dite.ses_suites if prefixe + nom not in offertes]
        return list(dict.fromkeys(siennes + deja))

    def clean(self) -> dict:
        propres = super().clean()
        if propres.get("quand") == PLUSIEURS and "debut" not in self.errors and not propres.get("debut"):
            self.add_error("debut", _("Choisissez le premier jour."))
        if propres.get("motif") == Motif.AUTRE and not propres.get("precision"):
            self.add_error("precision", A_DIRE)
        est_datee = self.est_gardee and propres.get("lue") == HORS_LIGNE and propres.get("quand") == PLUSIEURS
        if not self.errors and not est_datee and propres.get("lue") != self.empreinte:
            self.add_error(
                None, ValidationError(_("Voici ce que l’école lira. Si c’est bien cela, prévenez."), code="lue")
            )
        return propres

    @property
    def est_a_relire(self) -> bool:
        """Nothing is wrong: the sentence had not been shown yet."""
        return self.has_error(forms.forms.NON_FIELD_ERRORS, "lue")


class MotifChangeForm(AvecVersion, forms.Form):
    """Why alone, once the roll is made."""

    VERBES = frozenset(f"vie_scolaire.{verbe}" for verbe in ("declarer_absence", "corriger_motif"))

    motif = forms.ChoiceField(label=_("Pourquoi ?"), choices=Motif, **ENSEMBLE)
    precision = Nom(label=_("En quelques mots"), max_length=200, required=False)

    def __init__(self, *args, declaration: DeclarationAbsence, **options) -> None:
        self.declaration = declaration
        options["initial"] = {"motif": declaration.motif, "precision": declaration.precision}
        super().__init__(*args, **options)
        self.fields["precision"].suit_un_choix = True

    def corrige(self) -> tuple:
        return self.declaration.etablissement, f"declaration {self.declaration.pk}"

    def clean(self) -> dict | None:
        propres = super().clean()
        if propres and propres.get("motif") == Motif.AUTRE and not propres.get("precision"):
            self.add_error("precision", A_DIRE)
        return propres


class JustificatifForm(forms.Form):
    fichiers = ChampFichiers(label=_("Photo ou document"), natures=("image", "document"), maximum=3)

    def __init__(self, *args, personne, declaration: DeclarationAbsence, **options) -> None:
        super().__init__(*args, **options)
        self.fields["fichiers"].ouvrir(
            personne=personne, lieu=f"absence:{declaration.pk}", actuels=declaration.fichiers.all()
        )
