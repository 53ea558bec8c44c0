"""Files in a form: `ChampFichiers` for the forms of other rooms, and the form of one deposit."""

import contextlib
import json
from uuid import UUID

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from ent.coquille.jinja import dessiner

from .. import registres
from ..actions import Envoi, juger_ou_garder, numero_du_depot, ranger
from ..controles import Preparation
from ..controles.commun import empreinte, est_uuid, nettoyer_nom
from ..limites import MAXIMUM_PAR_CHAMP, TAILLES
from ..models import Fichier
from ..visages import ce_qui_bloque

# What the file picker proposes. The content decides.
ACCEPTE = {
    "image": "image/*,.heic,.heif",
    "son": "audio/*",
    "video": "video/mp4,video/webm,video/quicktime",
    "document": ".pdf,.odt,.ods,.odp,.docx,.xlsx,.pptx,.txt",
}


class DepotForm(forms.Form):
    """One file, the name that the browser gave to this deposit, and the place it goes to."""

    envoi = forms.UUIDField()
    lieu = forms.CharField(max_length=80)
    fichier = forms.FileField(max_length=1000, allow_empty_file=True)


class DepotFichiers(forms.Widget):
    """A file input that takes several files; with scripts, each leaves at once by its own request (envoi.js)."""

    needs_multipart_form = True

    def value_from_datadict(self, data, files, name) -> dict:
        uuids = data.getlist(f"{name}-deposes") if hasattr(data, "getlist") else data.get(f"{name}-deposes", [])
        envoyes = files.getlist(name) if hasattr(files, "getlist") else [f for f in [files.get(name)] if f]
        return {"uuids": uuids, "envoyes": envoyes}

    def value_omitted_from_data(self, data, files, name) -> bool:
        return False

    def use_required_attribute(self, initial) -> bool:
        """What is deposited already stands beside the input, which may then be empty: the form says what lacks."""
        return False

    def render(self, name, value, attrs=None, renderer=None):
        champ: ChampFichiers = self.champ
        contexte = {
            "nom": name,
            "attributs": self.build_attrs(self.attrs, attrs),
            "lieu": champ.lieu,
            "cle": f"{champ.personne.uuid}:{champ.cle or champ.lieu}:{name}" if champ.personne else "",
            "personne": champ.personne,
            "fichiers": champ.montres(value),
            "accepte": ",".join(ACCEPTE[n] for n in champ.natures),
            "limites": json.dumps({n: TAILLES[n] for n in champ.natures}),
            "maximum": champ.maximum,
            "photos": champ.natures == ("image",),
            "visages": champ.visages,
        }
        return dessiner("fichiers/depot.html", **contexte)


def _fermer(prepares: list[Preparation]) -> None:
    """What is of another kind than what is asked goes: what it was written to is closed at once."""
    for sortie in (sortie for prepare in prepares for sortie in prepare.sorties):
        sortie.contenu.close()


def _se_relit(prepare: Preparation) -> bool:
    """An action may have taken it, and given up then: it is read again from its beginning, where it still can be."""
    contenus = [sortie.contenu for sortie in prepare.sorties]
    if any(contenu.closed for contenu in contenus):
        return False
    for contenu in contenus:
        contenu.seek(0)
    return True


class ChampFichiers(forms.Field):
    """Files of an item. Cleaned, it gives an `Envoi`, that the room's action hands to `fichiers.actions.recueillir`.

    The form's constructor tells whose deposit it is and where it goes:
    ``self.fields["fichiers"].ouvrir(personne=request.user, lieu="classe:7", actuels=travail.fichiers.all())``.
    """

    widget = DepotFichiers
    default_error_messages = {
        "required": _("Il faut joindre au moins un fichier."),
        "lieu": _("Ce compte ne peut pas déposer de fichier ici."),
        "absent": _("Un fichier déposé il y a plus d’un jour a été effacé. Il faut le joindre de nouveau."),
        "trop": _("%(maximum)s fichiers au plus. Il faut en retirer, ou faire deux envois."),
        "un_seul": _("Un seul fichier a sa place ici. Il faut retirer l’autre."),
        "controle": _("« %(nom)s » est en cours de contrôle. Il faut renvoyer dans un instant : rien n’est perdu."),
        "nature": _("« %(nom)s » n’est pas du genre attendu ici. Il faut choisir un autre fichier."),
    }

    def __init__(self, *, natures=("image", "son", "video", "document"), maximum=MAXIMUM_PAR_CHAMP, **options) -> None:
        options.setdefault("label", _("Fichiers"))
        super().__init__(**options)
        self.natures, self.maximum = tuple(natures), maximum
        self.personne, self.lieu, self.cle, self.actuels, self.visages = None, "", "", [], False
        self.gardes: list[str] = []  # came along, and wait: the form that comes back names them
        self.venus: list[Preparation] = []  # came along, were found good, and wait for what the rest of the form says
        self.widget.champ = self

    def __deepcopy__(self, memo):
        copie = super().__deepcopy__(memo)
        copie.widget.champ = copie
        return copie

    def ouvrir(self, *, personne, lieu: str, actuels=(), cle: str = "", visages: bool = False) -> None:
        """`lieu` is « nom:cle » of a registered place; `actuels` the item's files; `cle` tells two forms of one place apart.
        `visages`: several households will read it, so an adult of the school is asked who is on each image, where it is joined.
        """
        self.personne, self.lieu, self.cle, self.visages = personne, lieu, cle, visages
        self.actuels = list(actuels)

    def _destination(self) -> registres.Destination | None:
        return registres.destination(self.personne, self.lieu)

    def montres(self, value) -> list[Fichier]:
        """What is shown as already deposited: the item's files, or those of a form that comes back with an error.

        What came along with it is kept then, whatever was refused: a browser fills no field of files again, and nobody was told that they were gone.
        """
        venus, self.venus = self.venus, []
        if venus and (destination := self._destination()):
            with contextlib.suppress(
                forms.ValidationError
            ):  # no place is left: the rest of the form says what it has to
                self._garder([prepare for prepare in venus if _se_relit(prepare)], destination)
        return self._retrouver([*value["uuids"], *self.gardes]) if isinstance(value, dict) else self.actuels

    def _retrouver(self, uuids: list[str]) -> list[Fichier]:
        """In the order sent: the item's own files, and one's own deposits that nothing has taken."""
        connus = {str(f.uuid): f for f in self.actuels}
        demandes = [u for u in uuids if u not in connus and est_uuid(u)]
        if demandes and self.personne:
            deposes = Fichier.objects.deposes_par(self.personne).filter(uuid__in=demandes)
            connus |= {str(f.uuid): f for f in deposes}
        return [connus[u] for u in dict.fromkeys(uuids) if u in connus]

    def clean(self, value) -> Envoi:
        destination = self._destination()
        if destination is None:
            raise self._erreur("lieu")
        deposes = self._retrouver(value["uuids"])
        if len(deposes) < len(set(value["uuids"])):
            raise self._erreur("absent")
        if len(deposes) + len(value["envoyes"]) > self.maximum:
            raise self._erreur("un_seul" if self.maximum == 1 else "trop", maximum=self.maximum)
        gardes, prepares, erreurs = self._juger(value["envoyes"])
        deposes += gardes
        tous = [*deposes, *prepares]
        erreurs += [forms.ValidationError(f.motif, code="fichier") for f in deposes if f.etat == Fichier.Etat.REFUSE]
        erreurs += [
            self._erreur("nature", nom=f.nom_donne)
            for f in tous
            if f.etat == Fichier.Etat.SAIN and f.nature not in self.natures
        ]
        if erreurs:
            self.venus = [p for p in prepares if p.etat != Fichier.Etat.SAIN or p.nature in self.natures]
            _fermer([p for p in prepares if p not in self.venus])
            raise forms.ValidationError(erreurs)
        if attendus := [f.nom_donne for f in tous if f.etat == Fichier.Etat.CONTROLE]:
            self._garder(prepares, destination)
            raise forms.ValidationError([self._erreur("controle", nom=nom) for nom in attendus])
        self.venus = prepares
        envoi = Envoi(destination=destination, deposes=deposes, prepares=prepares)
        if self.required and not envoi:
            raise self._erreur("required")
        return envoi

    def _juger(self, envoyes: list[File]) -> tuple[list[Fichier], list[Preparation], list[forms.ValidationError]]:
        """What came along: already there since the last time, found good (or still to be judged), refused."""
        gardes, prepares, erreurs, attente = [], [], [], None
        for envoye in envoyes:
            if garde := self._deja_garde(envoye):
                gardes.append(garde)
                continue
            try:
                prepares.append(self._juger_un(envoye, attente))
            except forms.ValidationError as refus:
                erreurs.append(refus)
            else:
                attente = 0.0 if prepares[-1].etat == Fichier.Etat.CONTROLE else attente  # a page waits once
        return gardes, prepares, erreurs

    def _juger_un(self, envoye: File, attente: float | None) -> Preparation:
        return juger_ou_garder(envoye, envoye.name, attente=attente)

    def _garder(self, prepares: list[Preparation], destination: registres.Destination) -> None:
        """Nobody chooses again what came along with a form that is to be sent once more."""
        for prepare in prepares:
            envoi = self._envoi(prepare.nom, prepare.empreinte)
            if Fichier.objects.filter(deposant=self.personne, envoi=envoi).exists():
                envoi = None  # the same photo, twice
            garde = ranger(prepare=prepare, deposant=self.personne, destination=destination, envoi=envoi)
            self.gardes.append(str(garde.uuid))

    def _deja_garde(self, envoye: File) -> Fichier | None:
        """It came along the last time that this form was sent: an outbox sends everything again."""
        envoi = self._envoi(nettoyer_nom(envoye.name), empreinte(envoye))
        garde = Fichier.objects.deposes_par(self.personne).filter(envoi=envoi).first()
        self.gardes += [str(garde.uuid)] if garde else []
        return garde

    def _envoi(self, nom: str, somme: str) -> UUID:
        return numero_du_depot(self.personne, self.cle or self.lieu, nom, somme)

    def _erreur(self, code: str, **valeurs) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code, params=valeurs)

    def bloquees(self, envoi: Envoi | None) -> list[str]:
        """Why images that were deposited may not be shown to several households yet: the form is refused, and the answer is given
        under each. Those sent along with the form (without script, or from an outbox) are taken, and hidden until somebody says.
        """
        deposes = [f for f in envoi.deposes if str(f.uuid) not in self.gardes] if envoi else []
        return list(ce_qui_bloque(self.personne, deposes).values())

    def has_changed(self, initial, data) -> bool:
        return bool(data["envoyes"]) or [str(f.uuid) for f in self.actuels] != list(data["uuids"])
