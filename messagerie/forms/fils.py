"""What one writes in a thread."""

from collections.abc import Collection
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as maintenant
from django.utils.translation import gettext_lazy as _

from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import Personne
from ent.fichiers.controles.commun import empreinte
from ent.fichiers.forms import ChampFichiers
from ent.socle.champs import Paragraphes, Plusieurs
from ent.socle.textes import numero_de_l_envoi

from ..droits.regles import A_UN_FOYER, SANS_IMAGE, Nature
from ..lectures.conversation import deja_ecrit
from ..models import Fil, Message

VIEILLE_PAGE = {
    "required": _("La page est trop vieille. Rechargez-la : ce que vous avez écrit y est encore."),
    "invalid": _("La page est trop vieille. Rechargez-la : ce que vous avez écrit y est encore."),
}


PAS_D_IMAGE = _(
    "« %(nom)s » ne part pas d’ici : entre écoles, une image passe par le tableau des travaux, où le droit à l’image est vérifié."
)


class MessageForm(forms.Form):
    """A number drawn by the browser, words, files; and, for the direction, a reason not to wait for the morning."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, error_messages=VIEILLE_PAGE)
    en_reponse_a = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    brouillon = forms.CharField(required=False, widget=forms.HiddenInput)  # as its page last knew it
    texte = forms.CharField(
        label=_("Votre message"),
        required=False,
        max_length=Message.LONGUEUR,
        widget=Paragraphes(attrs={"rows": 1}),
        error_messages={
            "max_length": _("Ce message dépasse 5 000 caractères. Raccourcissez-le, ou joignez un document.")
        },
    )
    # Sent along with the words (a recorded voice, the files of a page without script), or deposited before them.
    fichiers = ChampFichiers(label=_("Photos, sons, documents"), required=False, maximum=10)
    urgence = forms.CharField(
        label=_("Raison de passer outre le repos"),
        required=False,
        max_length=200,
        error_messages={"max_length": _("La raison dépasse 200 caractères. Raccourcissez-la.")},
    )
    aux_foyers = forms.BooleanField(label=_("Écrire aussi, à part, à l’autre foyer"), required=False)

    def __init__(self, *args, personne: Personne, fil: Fil, **options) -> None:
        super().__init__(*args, **options)
        self.personne, self.fil = personne, fil
        # Families and pupils bring photos that an adult of the school then speaks of: until then their author and the school see them.
        de_l_ecole = fil.etablissement_id in personne.portee.etablissements_de_travail
        self.se_demande = de_l_ecole and fil.nature not in A_UN_FOYER
        fichiers = self.fields["fichiers"]
        fichiers.ouvrir(personne=personne, lieu=f"fil:{fil.pk}", visages=self.se_demande)
        if fil.nature == Nature.COLLECTIF:
            fichiers.natures = SANS_IMAGE
            fichiers.error_messages["nature"] = PAS_D_IMAGE

    def deja_ecrit(self) -> Message | None:
        """What was made of this very sending, whose answer was lost. Asked before anything is judged: what left is refused no more, though its
        files are taken, or nobody writes there since.
        """
        try:
            uuid, texte = (self.fields[nom].clean(self[nom].data) for nom in ("uuid", "texte"))
        except ValidationError:
            return None
        deja = deja_ecrit(self.personne, self.fil, uuid, self.ecrit(uuid, texte), texte.strip())
        # Gone back to for the other household: what is missing leaves.
        return None if deja and self["aux_foyers"].data and deja.lot is None else deja

    def ecrit(self, uuid: UUID, texte: str) -> UUID:
        """A file that was deposited is told by its name; one that comes along, by its content."""
        joints = self["fichiers"].data
        return numero_de_l_envoi(uuid, texte.strip(), [*joints["uuids"], *map(empreinte, joints["envoyes"])])

    def clean(self) -> dict:
        donnees = super().clean()
        if "uuid" in donnees and "texte" in donnees:
            donnees["ecrit"] = self.ecrit(donnees["uuid"], donnees["texte"])
        if self.se_demande:
            for phrase in self.fields["fichiers"].bloquees(donnees.get("fichiers")):
                self.add_error("fichiers", phrase)
        return donnees


class CorrectionForm(AvecVersion, forms.Form):
    """What one wrote, on two devices at times: while it waits for the morning no former version is kept of it."""

    texte = forms.CharField(
        label=_("Votre message"),
        required=False,
        max_length=Message.LONGUEUR,
        widget=Paragraphes(attrs={"rows": 4}),
        error_messages={
            "required": _("Un message vide ne dit rien : retirez-le plutôt."),
            "max_length": _("Ce message dépasse 5 000 caractères. Raccourcissez-le."),
        },
    )

    def __init__(self, *args, message: Message, **options) -> None:
        super().__init__(*args, initial={"texte": message.texte}, **options)
        self.message = message
        self.fields["texte"].required = not message.pieces.all()  # a photo may go without words

    def corrige(self) -> tuple:
        """Only its author corrects it: no name is said."""
        return self.message.fil.etablissement, f"message {self.message.pk}"

    def clean(self) -> dict | None:
        """Sent again after a cut, it is what the message says already."""
        est_la_meme = self.cleaned_data.get("texte", "").strip() == self.message.texte
        return self.cleaned_data if est_la_meme else super().clean()


class DirectionsForm(forms.Form):
    """Words for the directions of some of the schools that one follows: all of them at first."""

    ecoles = Plusieurs(
        label=_("À la direction de"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins une école.")},
    )
    texte = forms.CharField(
        label=_("Message"),
        max_length=Message.LONGUEUR,
        widget=Paragraphes(attrs={"rows": 6}),
        help_text=_("Chaque direction le lit et vous répond à part."),
    )

    def __init__(
        self, *arguments, ecoles, voulue: int | None = None, pas_atteintes: Collection[int] = (), **options
    ) -> None:
        """`voulue` (id): the one that is ticked at first, when a page of it led here. `pas_atteintes`: who will not read it yet."""
        super().__init__(*arguments, **options)
        self.fields["ecoles"].label_from_instance = lambda ecole: (
            maintenant("%(ecole)s · pas atteinte, aucun compte activé") % {"ecole": ecole}
            if ecole.pk in pas_atteintes
            else str(ecole)
        )
        self.fields["ecoles"].queryset = ecoles
        self.fields["ecoles"].initial = [e.pk for e in ecoles if voulue in (None, e.pk)]


class ProjetForm(forms.Form):
    titre = forms.CharField(
        label=_("Sujet"),
        max_length=80,
        error_messages={
            "required": _("Donnez un sujet, par exemple « Classe verte »."),
            "max_length": _("Le sujet dépasse 80 caractères. Raccourcissez-le."),
        },
    )
    membres = Plusieurs(
        label=_("Avec qui ?"),
        queryset=Personne.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choisissez au moins une personne."),
            "invalid_choice": _("Une des personnes choisies ne travaille pas dans cette école."),
        },
    )

    def __init__(self, *args, collegues, **options) -> None:
        super().__init__(*args, **options)
        self.fields["membres"].queryset = collegues
        self.fields["membres"].label_from_instance = lambda personne: personne.nom_affiche
