"""What a family answers, and what a teacher enters from paper."""

import datetime as dt
import json
from collections.abc import Collection

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from ..actions.mots_reponses import Saisie
from ..lectures.mots_suivi import Adulte, Ligne
from ..lectures.mots_versions import Ecart, perdus
from ..models import OUI, Mot, VersionMot
from .mots_options import ChampMontant

LARGEUR, HAUTEUR = 1000, 400  # of the sheet where one signs
TRAITS_MAX, POINTS_MAX, OCTETS_MAX = 80, 4000, 60_000


class ReponseForm(forms.Form):
    """A choice, an amount where each writes theirs, a name or a drawing where a signature is asked."""

    choix = forms.CharField(required=False, max_length=8)
    montant = ChampMontant(label=_("Montant, en euros"), required=False)
    nom = forms.CharField(
        label=_("Votre nom, en guise de signature"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    trace = forms.CharField(required=False, widget=forms.HiddenInput)
    # What its page showed: the version that was read, as of which moment, and one's own answer (0: none). Of a page of before, nothing.
    version = forms.IntegerField(required=False, min_value=1)
    tel_que = forms.CharField(required=False, max_length=40)
    depuis = forms.IntegerField(required=False, min_value=0)

    def clean_tel_que(self) -> dt.datetime | None:
        try:
            lu = dt.datetime.fromisoformat(self.cleaned_data["tel_que"])
        except ValueError:
            return None
        return lu if lu.tzinfo else None

    def clean_trace(self) -> list[list[list[int]]]:
        """Strokes of whole points on the sheet: nothing else is ever drawn again on a page."""
        brut = self.cleaned_data["trace"]
        if not brut:
            return []
        if len(brut) > OCTETS_MAX:
            raise forms.ValidationError(_("Cette signature est trop grande. Effacez-la, et signez plus simplement."))
        try:
            traits = json.loads(brut)
        except (ValueError, RecursionError):  # not JSON, or a thousand brackets in one another
            traits = None
        if not _est_un_trace(traits):
            raise forms.ValidationError(_("Cette signature n’a pas pu être lue. Effacez-la, et signez à nouveau."))
        if len(traits) > TRAITS_MAX or sum(map(len, traits)) > POINTS_MAX:
            raise forms.ValidationError(_("Cette signature est trop grande. Effacez-la, et signez plus simplement."))
        return traits


class ReponseGardeeForm(ReponseForm):
    """The same from a phone's outbox: its number, and what its page showed for sure."""

    uuid = forms.UUIDField()
    version = forms.IntegerField(min_value=1)
    depuis = forms.IntegerField(min_value=0)


def _est_un_trace(traits) -> bool:
    return isinstance(traits, list) and all(
        isinstance(trait, list) and trait and all(map(_est_un_point, trait)) for trait in traits
    )


def _est_un_point(point) -> bool:
    return (
        isinstance(point, list)
        and len(point) == 2
        and all(type(c) is int for c in point)
        and 0 <= point[0] <= LARGEUR
        and 0 <= point[1] <= HAUTEUR
    )


class Rang:
    """One row of the sheet: a child, or one adult of theirs when each signs."""

    def __init__(self, formulaire: "PapiersForm", ligne: Ligne, adulte: Adulte | None) -> None:
        self.formulaire, self.ligne, self.adulte = formulaire, ligne, adulte
        self.cle = f"{ligne.eleve.uuid}:{adulte.personne.uuid}" if adulte else str(ligne.eleve.uuid)

    def _champ(self, nom: str) -> forms.BoundField | None:
        entier = f"{nom}-{self.cle}"
        return self.formulaire[entier] if entier in self.formulaire.fields else None

    @property
    def choix(self):
        return self._champ("choix")

    @property
    def montant(self):
        return self._champ("montant")

    @property
    def par(self):
        return self._champ("par")

    @property
    def erreurs(self) -> list[str]:
        lies = [c for c in (self.choix, self.montant, self.par) if c is not None]
        return [phrase for lie in lies for phrase in lie.errors]


class PapiersForm(forms.Form):
    """A row for each answer that is missing; those left as they are are not entered."""

    def __init__(
        self,
        *args,
        mot: Mot,
        lignes: list[Ligne],
        toutes: Collection[Ligne] = (),
        d_avant: tuple[VersionMot, list[Ecart]] | None = None,
        **options,
    ) -> None:
        """`lignes` are awaited; `toutes`, those that a page opened before may have offered; `d_avant`, what papers printed before a correction say
        (`lectures.papiers_d_avant`).
        """
        super().__init__(*args, **options)
        self.mot, self.rangs, self.toutes = mot, [], toutes
        self.est_a_relire = False
        self.corrigee, self.ecarts = d_avant or (None, [])
        self.fields["corrige"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=self._corrige)
        if self.corrigee:
            self.fields["disent"] = forms.ChoiceField(
                label=_("Que disent ces papiers ?"),
                choices=[("maintenant", _("Ce que le mot dit maintenant")), ("avant", _("Ce qu’il disait avant"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Dites si ces papiers sont d’avant la correction.")},
            )
        chacun = mot.signatures == Mot.Signatures.CHACUN
        for ligne in lignes:
            for adulte in ligne.manquants if chacun and ligne.adultes else [None]:
                self._ajouter(Rang(self, ligne, adulte))

    def _ajouter(self, rang: Rang) -> None:
        self.rangs.append(rang)
        prenom = rang.ligne.eleve.prenom
        if self.mot.nature == Mot.Nature.ACCUSE:
            self.fields[f"choix-{rang.cle}"] = forms.BooleanField(required=False, label=_("Signé"))
        else:
            self.fields[f"choix-{rang.cle}"] = forms.ChoiceField(
                required=False,
                label=_("Réponse pour %(prenom)s") % {"prenom": prenom},
                choices=[("", _("Pas encore rendu")), *self._choix_du_papier],
            )
        if self.est_a_montant_libre:
            self.fields[f"montant-{rang.cle}"] = ChampMontant(
                required=False, label=_("Euros pour %(prenom)s") % {"prenom": prenom}
            )
        adultes = [a.personne for a in rang.ligne.adultes]
        if rang.adulte is None and len(adultes) > 1:
            self.fields[f"par-{rang.cle}"] = forms.ChoiceField(
                label=_("Signé par, pour %(prenom)s") % {"prenom": prenom},
                choices=[(str(p.uuid), p.nom_affiche) for p in adultes],
                required=False,
            )

    @property
    def _choix_du_papier(self) -> list[tuple[str, str]]:
        """Those of now, then those that papers of before alone bear."""
        d_avant = perdus(self.corrigee, self.mot) if self.corrigee else []
        dits = [(o.cle, _("%(choix)s (avant la correction)") % {"choix": o.texte}) for o in d_avant]
        return [(o.cle, o.texte) for o in self.mot.options] + dits

    @property
    def _corrige(self) -> str:
        """When the mot was last corrected: what a page that was open believed."""
        return self.mot.corrige_le.isoformat() if self.mot.corrige_le else ""

    @property
    def a_des_marques(self) -> bool:
        """Something is marked under a field; otherwise what is wrong is said above alone."""
        return bool(self.errors.keys() - {NON_FIELD_ERRORS})

    @property
    def d_avant(self) -> bool:
        return self.cleaned_data.get("disent") == "avant"

    @property
    def est_a_montant_libre(self) -> bool:
        """Each family writes its own, or did on the papers of before."""
        d_argent = self.mot.nature == Mot.Nature.ARGENT
        return self.mot.est_a_montant_libre or (
            d_argent and self.corrigee is not None and self.corrigee.montant is None
        )

    def clean(self) -> dict:
        """What was ticked of who answered meanwhile is not dropped unsaid; the same answer is no quarrel. Nor is a correction that its page did not know."""
        if self.cleaned_data.get("corrige", "") != self._corrige:
            self.data = self.data.copy()
            self.data["corrige"] = self._corrige
            self.est_a_relire = True
            self.add_error(None, _("Ce mot vient d’être corrigé : relisez-le, puis entrez ces papiers."))
        for ligne in self.toutes:
            debut = f"choix-{ligne.eleve.uuid}"
            tapes = [nom for nom in self.data if nom.startswith(debut) and nom not in self.fields and self.data[nom]]
            if not all(self._est_connu(ligne, nom.removeprefix("choix-")) for nom in tapes):
                phrase = _("%(eleve)s : une réponse est arrivée depuis. Relisez-la : ce papier n’est pas entré.")
                self.add_error(None, phrase % {"eleve": f"{ligne.eleve.prenom} {ligne.eleve.nom}"})
        return self.cleaned_data

    def _est_connu(self, ligne: Ligne, cle: str) -> bool:
        """What is typed under this key (`Rang.cle`) is an answer that is there: of that adult, where each signs; with its amount."""
        _eleve, _deux_points, adulte = cle.partition(":")
        choix = self._choix(self.data[f"choix-{cle}"])
        siennes = [
            r for r in ligne.reponses if r.choix == choix and (not adulte or (r.par and str(r.par.uuid) == adulte))
        ]
        if not siennes or not self.mot.est_a_montant_libre or choix != OUI:
            return bool(siennes)
        try:
            return ChampMontant(required=False).clean(self.data.get(f"montant-{cle}")) in {r.montant for r in siennes}
        except forms.ValidationError:
            return False

    def _choix(self, tape: str) -> str:
        return "" if self.mot.nature == Mot.Nature.ACCUSE else tape

    @property
    def saisies(self) -> list[Saisie]:
        """What was filled in."""
        faites = []
        for rang in self.rangs:
            choix = self.cleaned_data.get(f"choix-{rang.cle}")
            if choix:
                montant = self.cleaned_data.get(f"montant-{rang.cle}")
                faites.append(Saisie(rang.ligne.eleve, self._qui(rang), self._choix(choix), montant, rang.cle))
        return faites

    def _qui(self, rang: Rang):
        if rang.adulte:
            return rang.adulte.personne
        demande = self.cleaned_data.get(f"par-{rang.cle}")
        adultes = [a.personne for a in rang.ligne.adultes]
        return next((p for p in adultes if str(p.uuid) == demande), adultes[0] if adultes else None)

    def refuser(self, refus: dict[str, list[str]]) -> None:
        """The action's refusals, each on its row."""
        for cle, phrases in refus.items():
            self.add_error(f"choix-{cle}", phrases)
