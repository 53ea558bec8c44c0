"""A member of the team, as the direction states them: who arrives, and which classes they hold."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.socle.champs import Nom
from ent.socle.textes import norme

from ..codes import est_partagee
from ..droits import en_cours
from ..matieres import LONGUEUR, MATIERES, choix, reconnaitre
from ..models import Affectation, Etablissement, Personne, Role
from .versions import AvecVersion

NATURES_DU_COLLEGE = (*Affectation.DU_COLLEGE, Affectation.Nature.REMPLACANT.value)


def natures_du_college() -> list[tuple[str, str]]:
    return [(nature, str(Affectation.Nature(nature).label)) for nature in NATURES_DU_COLLEGE]


PARTAGEE = _(
    "C’est la boîte de l’école, que plusieurs personnes lisent : décochez l’invitation et donnez le papier, ou écrivez l’adresse de la personne."
)

AUTRE_TITRE = _(
    "Une classe déjà tenue garde ce titre. Pour en donner un autre : décochez la classe et enregistrez, puis cochez-la de nouveau, avec le nouveau titre."
)


def deja_de_l_equipe(etablissement: Etablissement, prenom: str, nom: str, courriel: str) -> Personne | None:
    """Who bears that name or that address among those who work in the school."""
    equipe = Personne.objects.filter(roles__in=Role.objects.filter(en_cours(), etablissement=etablissement))
    for membre in equipe.distinct():
        noms = (norme(membre.nom), norme(membre.nom_usage))
        meme_nom = norme(prenom) == norme(membre.prenom) and norme(nom) in noms
        memes = {membre.courriel, membre.courriel_contact.casefold()} - {"", None}
        if (nom and prenom and meme_nom) or courriel.casefold() in memes:
            return membre
    return None


class ClassesForm(AvecVersion, forms.Form):
    """Classes of the school that somebody holds from today; as what, and until when, for those that they did not hold. No class added nor given
    back: until when is said of those that they hold (`deplace_la_fin`).
    """

    VERBES = frozenset({"annuaire.regler_les_classes", "annuaire.affecter"})
    SANS_VERSION = frozenset({"titre", "matieres"})

    classes = forms.MultipleChoiceField(label=_("Classes"), widget=forms.CheckboxSelectMultiple, required=False)
    titre = forms.ChoiceField(
        label=_("En tant que"),
        choices=Affectation.Nature,
        widget=forms.RadioSelect,
        initial=Affectation.Nature.TITULAIRE,
    )
    matieres = forms.MultipleChoiceField(
        label=_("Ce que cette personne y enseigne"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Dans les classes que vous ajoutez. La page de chaque classe le corrige."),
    )
    fin = forms.DateField(
        label=_("Jusqu’au"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Pour un remplacement. Rien : sans fin prévue."),
    )

    def __init__(self, *args, etablissement: Etablissement, membre: Personne | None = None, **options) -> None:
        self.etablissement, self.membre = etablissement, membre
        self.ouvertes = {str(c.pk): c for c in etablissement.classes.filter(fermee_le=None).order_by("nom", "pk")}
        tenues = Affectation.objects.filter(en_cours(), enseignant=membre, classe__in=self.ouvertes) if membre else ()
        tenues = list(tenues)
        fins, natures = {a.fin for a in tenues}, {a.nature for a in tenues}
        initiales = {"classes": [str(a.classe_id) for a in tenues], "fin": fins.pop() if len(fins) == 1 else None}
        super().__init__(*args, initial=initiales, **options)
        self.fields["classes"].choices = [(pk, c.nom) for pk, c in self.ouvertes.items()]
        if etablissement.est_college:
            self.fields["titre"].choices = natures_du_college()
            self.fields["titre"].initial = Affectation.Nature.PROFESSEUR
            self.fields["matieres"].choices = choix()
        else:
            self.fields["titre"].choices = [n for n in Affectation.Nature.choices if n[0] not in Affectation.DU_COLLEGE]
            del self.fields["matieres"]
        self.tenue_comme = natures.pop() if len(natures) == 1 else None
        if self.tenue_comme:
            self.fields["titre"].initial = self.tenue_comme
            self.fields["titre"].help_text = _(
                "Pour une classe que vous ajoutez : celles qui sont tenues gardent le leur."
            )

    def corrige(self):
        return (self.etablissement, f"personne {self.membre.pk}") if self.membre else None

    def clean_fin(self):
        fin = self.cleaned_data["fin"]
        if fin and fin < timezone.localdate():
            raise forms.ValidationError(_("Ce jour est passé : choisissez aujourd’hui ou plus tard."))
        return fin

    def clean(self) -> dict | None:
        """A title alone changes nothing: who asks for that is told so, instead of « C’est réglé »."""
        dits = super().clean()
        seul = self.tenue_comme and not {"classes", "fin", "matieres"} & set(self.changed_data)
        if seul and self.cleaned_data.get("titre", self.tenue_comme) != self.tenue_comme:
            self.add_error("titre", AUTRE_TITRE)
        return dits

    @property
    def choisies(self) -> list:
        return [self.ouvertes[pk] for pk in self.cleaned_data["classes"]]

    @property
    def deplace_la_fin(self) -> bool:
        return "fin" in self.changed_data and "classes" not in self.changed_data


class ServiceForm(AvecVersion, forms.Form):
    """What somebody teaches to a division, and as what."""

    VERBES = frozenset({"annuaire.dire_les_matieres", "annuaire.affecter"})

    nature = forms.ChoiceField(label=_("En tant que"), widget=forms.RadioSelect)
    matieres = forms.MultipleChoiceField(label=_("Matières"), widget=forms.CheckboxSelectMultiple, required=False)
    autre = forms.CharField(
        label=_("Une autre matière"),
        max_length=LONGUEUR,
        required=False,
        help_text=_("Celle que la liste n’a pas, par exemple « Atelier théâtre »."),
    )

    def __init__(self, *args, tenue: Affectation, etablissement: Etablissement, **options) -> None:
        self.tenue, self.etablissement = tenue, etablissement
        hors = [code for code in tenue.matieres if code not in MATIERES]
        dans = [code for code in tenue.matieres if code in MATIERES]
        initiales = {"nature": tenue.nature, "matieres": dans, "autre": ", ".join(hors)}
        super().__init__(*args, initial=initiales, **options)
        self.fields["nature"].choices = natures_du_college()
        self.fields["matieres"].choices = choix()

    def corrige(self):
        return (self.etablissement, f"classe {self.tenue.classe_id}")

    @property
    def dites(self) -> list[str]:
        """Words of the school that the list holds are of the list."""
        ecrites = [reconnaitre(mots.strip()) for mots in self.cleaned_data["autre"].split(",") if mots.strip()]
        return [*self.cleaned_data["matieres"], *ecrites]


class AccueilForm(ClassesForm):
    """Somebody whom no file has said yet."""

    NATURES = [
        (Role.Nature.ENSEIGNANT.value, _("enseignant ou enseignante")),
        (Role.Nature.PERSONNEL.value, _("ATSEM, AESH ou autre personnel")),
    ]

    civilite = forms.ChoiceField(label=_("Civilité"), choices=[("", "–"), *Personne.Civilite.choices], required=False)
    prenom = Nom(label=_("Prénom"), max_length=100)
    nom = Nom(label=_("Nom"), max_length=100)
    courriel = forms.EmailField(
        label=_("Adresse e-mail"),
        max_length=254,
        help_text=_("Celle que l’école connaît : on la demande, avec le code du papier, pour ouvrir le compte."),
    )
    inviter = forms.BooleanField(
        label=_("Lui envoyer une invitation par e-mail"),
        help_text=_("Un lien, qui sert quatorze jours, ouvre son compte. Sinon, imprimez son papier."),
        required=False,
        initial=True,
    )
    nature = forms.ChoiceField(
        label=_("Rôle"), choices=NATURES, widget=forms.RadioSelect, initial=Role.Nature.ENSEIGNANT.value
    )

    field_order = ["civilite", "prenom", "nom", "courriel", "inviter", "nature", "classes", "titre", "matieres", "fin"]

    def clean(self) -> dict:
        dits = super().clean()
        if dits.get("inviter") and est_partagee(dits.get("courriel", "")):
            self.add_error("inviter", PARTAGEE)
        if membre := deja_de_l_equipe(
            self.etablissement, dits.get("prenom", ""), dits.get("nom", ""), dits.get("courriel", "")
        ):
            raise forms.ValidationError(
                _("%(qui)s travaille déjà dans l’école : réglez ses classes depuis « Équipe »."),
                params={"qui": membre},
            )
        return dits

    @property
    def identite(self) -> dict[str, str]:
        dits = self.cleaned_data
        return {
            "civilite": dits["civilite"],
            "prenom": dits["prenom"],
            "nom": dits["nom"],
            "courriel_contact": dits["courriel"],
        }
