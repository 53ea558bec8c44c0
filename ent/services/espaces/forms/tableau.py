"""What one hangs on the board."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import Personne
from ent.fichiers.forms import ChampFichiers
from ent.portail.forms import AvecReprise
from ent.socle.champs import Nom, Paragraphes, Plusieurs

from ..lectures.tableau import NATURES, PDF, eleves_de
from ..models import ClasseDeLEspace, Oeuvre


class OeuvreForm(AvecReprise, forms.Form):
    """Kept while it is typed. A title, a few words, files; of the whole class, or of those who are ticked."""

    titre = Nom(
        label=_("Titre"),
        max_length=80,
        error_messages={"required": _("Donnez un titre : « Notre mare », « La chanson du voyage ».")},
    )
    texte = forms.CharField(
        label=_("Quelques mots"),
        required=False,
        max_length=400,
        widget=Paragraphes(attrs={"rows": 3}),
        help_text=_("Les élèves les lisent, ou les écoutent : une ou deux phrases."),
    )
    fichiers = ChampFichiers(
        label=_("Image, son, vidéo ou PDF"),
        required=False,
        natures=NATURES,
        maximum=6,
        help_text=_(
            "Une image où l’on reconnaît un élève ne se voit que si sa famille a dit oui pour un projet entre écoles."
        ),
    )
    eleves = Plusieurs(
        label=_("De qui"),
        queryset=Personne.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Si rien n’est coché, c’est de toute la classe."),
    )
    avec_prenoms = forms.BooleanField(
        label=_("Montrer leurs prénoms aux autres écoles"),
        required=False,
        help_text=_("Jamais les noms de famille."),
    )

    def __init__(self, *args, personne: Personne, classe: ClasseDeLEspace, actuels=(), **options) -> None:
        super().__init__(*args, **options)
        eleves = eleves_de(classe)
        self.fields["eleves"].queryset = Personne.objects.filter(pk__in=[e.pk for e in eleves]).order_by(
            "prenom", "nom"
        )
        self.fields["eleves"].label_from_instance = lambda eleve: f"{eleve.prenom} {eleve.nom}"
        self.fields["fichiers"].ouvrir(
            personne=personne, lieu=f"oeuvre:{classe.pk}", cle=f"oeuvre-{classe.pk}", actuels=actuels
        )

    def clean_fichiers(self):
        envoi = self.cleaned_data["fichiers"]
        for fichier in [*envoi.deposes, *envoi.prepares]:
            if fichier.nature == "document" and getattr(fichier, "type_mime", PDF) != PDF:
                raise ValidationError(
                    _("« %(nom)s » : au tableau, un document est un PDF.") % {"nom": fichier.nom_donne}
                )
        return envoi


class CorrigerOeuvreForm(AvecVersion, OeuvreForm):
    VERBES = frozenset({"espaces.corriger_oeuvre"})
    SANS_VERSION = frozenset({"fichiers"})

    def __init__(self, *args, oeuvre: Oeuvre, **options) -> None:
        self.oeuvre = oeuvre
        initial = {
            "titre": oeuvre.titre,
            "texte": oeuvre.texte,
            "eleves": sorted(oeuvre.eleves.values_list("pk", flat=True)),
            "avec_prenoms": oeuvre.avec_prenoms,
        }
        super().__init__(*args, initial=initial, classe=oeuvre.classe, **options)

    def corrige(self) -> tuple:
        return self.oeuvre.classe.ecole.etablissement, f"espace {self.oeuvre.espace_id}"
