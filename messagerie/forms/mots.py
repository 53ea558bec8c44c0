"""The form that sends or corrects a mot."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire import calendrier
from ent.annuaire.audience.enonces import Audience
from ent.annuaire.codes import CHOIX_NIVEAUX, NIVEAUX
from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import Classe, Etablissement, Groupe, Personne
from ent.fichiers.forms import ChampFichiers
from ent.portail.forms import AvecReprise
from ent.socle.champs import Paragraphes

from ..actions.mots import Public
from ..models import Mot
from .mots_options import AvecOptions

ELEVES = "eleves"  # the choice « named pupils »


class Destinataires:
    """Whom one may write to from a class, a group or a school; `eleves` are a class's pupils with their level."""

    def __init__(self, cible: Classe | Groupe | Etablissement, eleves: list[tuple[Personne, str]] = ()) -> None:
        self.cible = cible
        self.eleves = [eleve for eleve, _niveau in eleves]
        self.niveaux = [n for n in NIVEAUX if n in {niveau for _e, niveau in eleves}]

    @property
    def etablissement(self) -> Etablissement:
        return self.cible if isinstance(self.cible, Etablissement) else self.cible.etablissement

    @property
    def audience(self) -> Audience:
        """All whom one may choose here."""
        lieu = {"classe": self.cible.pk} if self.genre == "classe" else {"groupe": self.cible.pk}
        return Audience(self.etablissement.pk, **({} if self.genre == "ecole" else lieu))

    @property
    def genre(self) -> str:
        """As the key of a draft says it."""
        return {Classe: "classe", Groupe: "groupe", Etablissement: "ecole"}[type(self.cible)]

    @property
    def choix(self) -> list[tuple[str, str]]:
        if not isinstance(self.cible, Classe):
            return [("", self.cible.nom)]
        libelles = dict(CHOIX_NIVEAUX)
        niveaux = [(n, libelles[n]) for n in self.niveaux] if len(self.niveaux) > 1 else []
        return [("", _("Toute la classe")), *niveaux, *([(ELEVES, _("Des élèves…"))] if self.eleves else [])]

    def public(self, choix: str = "", eleves: list[Personne] = ()) -> Public:
        if isinstance(self.cible, Classe):
            niveau = "" if choix == ELEVES else choix
            return Public(self.etablissement, classe=self.cible, niveau=niveau, eleves=tuple(eleves))
        return Public(self.etablissement, groupe=self.cible if isinstance(self.cible, Groupe) else None)

    def lieu(self, auteur: Personne) -> str:
        """Where its files are deposited: a class that one does not teach is written to as the school."""
        est_la_sienne = isinstance(self.cible, Classe) and self.cible.pk in auteur.portee.classes_tenues
        return f"classe:{self.cible.pk}" if est_la_sienne else f"ecole:{self.etablissement.pk}"


class MotForm(AvecVersion, AvecReprise, AvecOptions):
    """What it is, what it says, whom it is for, until when, who signs. A correction keeps its kind and its audience."""

    VERBES = frozenset(f"messagerie.{v}_mot" for v in ("corriger", "envoyer", "retirer", "remettre"))

    nature = forms.ChoiceField(
        label=_("Les familles…"),
        choices=[
            (Mot.Nature.INFORMATION, _("lisent")),
            (Mot.Nature.ACCUSE, _("signent")),
            (Mot.Nature.OUI_NON, _("disent oui ou non")),
            (Mot.Nature.CHOIX, _("choisissent")),
            (Mot.Nature.CRENEAUX, _("prennent un créneau")),
            (Mot.Nature.ARGENT, _("donnent de l’argent")),
            (Mot.Nature.OBJET, _("apportent un objet")),
        ],
        widget=forms.RadioSelect,
        initial=Mot.Nature.ACCUSE,
    )
    titre = forms.CharField(
        label=_("Titre"),
        max_length=120,
        error_messages={
            "required": _("Écrivez un titre, par exemple « Sortie à la ferme, jeudi 3 décembre »."),
            "max_length": _("120 lettres au plus : le reste se dit dans le texte."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    texte = forms.CharField(
        label=_("Le mot"),
        required=False,
        max_length=4000,
        widget=Paragraphes(attrs={"rows": 6}),
        error_messages={"max_length": _("4 000 lettres au plus : joignez plutôt un document.")},
    )
    pour = forms.ChoiceField(label=_("Pour"), widget=forms.RadioSelect, required=False)
    eleves = forms.MultipleChoiceField(
        label=_("Élèves"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": _("Un des élèves choisis n’est pas dans cette classe. Choisissez-les à nouveau.")
        },
    )
    date_limite = forms.DateField(
        label=_("Réponse jusqu’au"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Dites jusqu’à quel jour les familles répondent."),
            "invalid": _("Cette date n’existe pas. Écrivez-la ainsi : 26/11/2026."),
        },
    )
    signatures = forms.ChoiceField(
        label=_("Qui signe"), choices=Mot.Signatures.choices, widget=forms.RadioSelect, initial=Mot.Signatures.UNE
    )
    avec_dessin = forms.BooleanField(
        label=_("Demander une signature dessinée"),
        required=False,
        help_text=_("Au doigt sur le téléphone ; à défaut, le nom écrit."),
    )
    a = forms.DateTimeField(
        label=_("Les familles le reçoivent à partir de"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"],
        help_text=_("Vide : tout de suite, hors des heures de repos."),
        error_messages={"invalid": _("Cette heure n’existe pas. Écrivez-la ainsi : 26/11/2026 16:30.")},
    )
    fichiers = ChampFichiers(label=_("Pièces jointes"), required=False, maximum=10)
    redemander = forms.BooleanField(
        label=_("Demander à ceux qui ont signé de signer à nouveau"),
        required=False,
        help_text=_(
            "Leur ancienne réponse reste dans l’historique. Sans cela, elle compte toujours, et ceux qui avaient répondu à autre chose en sont prévenus."
        ),
    )

    def __init__(
        self, *args, destinataires: Destinataires, auteur: Personne, mot: Mot | None = None, **options
    ) -> None:
        options["initial"] = self._initial_de(mot) | options.get("initial", {}) if mot else options.get("initial", {})
        super().__init__(*args, **options)
        self.destinataires, self.mot = destinataires, mot
        ecole = destinataires.etablissement
        if mot is None:
            del self.fields["redemander"], self.fields["gardes"]
            self.initial.setdefault("date_limite", _dans_une_semaine(ecole))
            self._preparer_les_destinataires()
        else:
            for nom in ("nature", "pour", "eleves", "signatures"):
                del self.fields[nom]
            self.fields["gardes"].choices = [(o.cle, o.texte) for o in mot.options]
            if not mot.attend:
                del self.fields["a"]
        actuels = mot.fichiers.all() if mot else ()
        cle = f"mot:{mot.pk}" if mot else f"mot:{type(destinataires.cible).__name__}:{destinataires.cible.pk}"
        self.fields["fichiers"].ouvrir(
            personne=auteur, lieu=destinataires.lieu(auteur), actuels=actuels, cle=cle, visages=True
        )

    def corrige(self):
        return (self.mot.etablissement, f"mot {self.mot.pk}") if self.mot else None

    @staticmethod
    def _initial_de(mot: Mot) -> dict:
        oui, non = (mot.option(cle) for cle in ("oui", "non"))
        return {
            "titre": mot.titre, "texte": mot.texte, "date_limite": mot.date_limite, "avec_dessin": mot.avec_dessin,
            "montant": f"{mot.montant:.2f}".replace(".", ",") if mot.montant is not None else "", "objet": mot.objet,
            "choix": "\n".join(o.libelle for o in mot.options), "gardes": [o.cle for o in mot.options],
            "libelle_oui": oui.libelle if oui else "Oui", "libelle_non": non.libelle if non else "Non",
            "a": timezone.localtime(mot.visible_le) if mot.attend else None,
        }  # fmt: skip

    def _preparer_les_destinataires(self) -> None:
        choix = self.destinataires.choix
        if len(choix) == 1:
            del self.fields["pour"], self.fields["eleves"]
            return
        self.fields["pour"].choices = choix
        self.initial.setdefault("pour", "")
        self.fields["eleves"].choices = [(str(e.pk), f"{e.prenom} {e.nom}") for e in self.destinataires.eleves]

    def clean(self) -> dict:
        donnees = super().clean()
        nature = self.mot.nature if self.mot else donnees.get("nature", "")
        if self.mot is None:
            self._choisir_le_public(donnees)
        self._verifier_la_date(donnees, nature)
        if not self._est_pour_un_seul(donnees):
            for phrase in self.fields["fichiers"].bloquees(donnees.get("fichiers")):
                self.add_error("fichiers", phrase)
        options = self.options_de(nature, donnees, self.mot.toutes_les_options if self.mot else [])
        donnees["options"] = options
        if nature != Mot.Nature.ARGENT:
            donnees["montant"] = None
        if nature != Mot.Nature.OBJET:
            donnees["objet"] = ""
        return donnees

    def _est_pour_un_seul(self, donnees: dict) -> bool:
        public = donnees.get("public")
        return self.mot.est_pour_un_seul if self.mot else public is not None and len(public.eleves) == 1

    def _verifier_la_date(self, donnees: dict, nature: str) -> None:
        limite, a = donnees.get("date_limite"), donnees.get("a")
        if nature == Mot.Nature.INFORMATION:
            donnees["date_limite"] = None
            self._errors.pop("date_limite", None)
            limite = None
        elif self.errors.get("date_limite"):
            return
        elif limite < timezone.localdate() and not (self.mot and limite == self.mot.date_limite):
            self.add_error("date_limite", _("Ce jour est passé. Choisissez aujourd’hui ou un jour à venir."))
        elif limite > timezone.localdate() + dt.timedelta(days=365):
            self.add_error("date_limite", _("Ce jour est dans plus d’un an : vérifiez l’année."))
        if a and a > timezone.now() + dt.timedelta(days=365):
            self.add_error("a", _("C’est dans plus d’un an : vérifiez l’année."))
        elif a and limite and timezone.localdate(a) > limite:
            self.add_error("a", _("C’est trop tard : les familles le recevraient après la date de réponse."))

    def _choisir_le_public(self, donnees: dict) -> None:
        choix, coches = donnees.pop("pour", ""), set(donnees.pop("eleves", []))
        nommes = [e for e in self.destinataires.eleves if str(e.pk) in coches] if choix == ELEVES else []
        if choix == ELEVES and not nommes and not self.errors.get("eleves"):
            self.add_error("eleves", _("Cochez au moins un élève, ou écrivez à toute la classe."))
        elif coches and choix != ELEVES:
            self.add_error("eleves", _("Des élèves sont cochés : choisissez « Des élèves… », ou décochez-les."))
        donnees["public"] = self.destinataires.public(choix, nommes)

    @property
    def champs(self) -> dict:
        """What the action takes: cleaned, without the fields that only described the question."""
        noms = ("titre", "texte", "date_limite", "avec_dessin", "montant", "objet", "options")
        pris = {nom: self.cleaned_data[nom] for nom in noms}
        if self.mot is None:
            pris |= {nom: self.cleaned_data[nom] for nom in ("nature", "signatures", "public")}
        else:
            pris["redemander"] = self.cleaned_data["redemander"]
        return pris | {"envoi": self.cleaned_data["fichiers"], "a": self.cleaned_data.get("a")}


def _dans_une_semaine(etablissement: Etablissement) -> dt.date:
    return calendrier.prochain_jour_de_classe(etablissement, timezone.localdate() + dt.timedelta(days=6))
