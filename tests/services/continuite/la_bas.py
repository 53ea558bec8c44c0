"""The site of a collège, made as ours: the same stack under another address, in the place of the network; one parent has an account on each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.test import Client as Navigateur
from django.test import override_settings
from django.urls import reverse

from ent.annuaire.models import Affectation, Classe, Personne, Responsabilite, Role
from ent.services.continuite.actions import emetteurs, plateformes
from ent.services.continuite.models import Emetteur, Plateforme
from ent.socle import dehors

LA, ICI = "https://college.exemple.fr", "https://mes-ecoles.exemple.fr"


@dataclass
class LaBas:
    """What stands in the place of `dehors.transmettre`; `avant` is called before each answer, with its path."""

    appels: list[tuple[str, int]] = field(default_factory=list)
    avant: Callable[[str], None] = lambda _chemin: None

    def __call__(self, methode: str, adresse: str, *, entetes, corps: bytes = b"", porte=None) -> dehors.Transmis:
        assert adresse.startswith(f"{LA}/")
        chemin = adresse.removeprefix(LA)
        self.avant(chemin)
        dits = dict(entetes)
        genre = dits.pop("content-type", "")
        with override_settings(ENT_ADRESSE=LA):
            reponse = Navigateur().generic(methode, chemin, corps, content_type=genre, headers=dits)
        self.appels.append((chemin, reponse.status_code))
        return dehors.Transmis(reponse.status_code, reponse.content, int(reponse.get("Retry-After", 0)))


def lie(adulte: Personne, enfant: Personne, ecole, debut) -> Responsabilite:
    confirmee = Responsabilite.Autorite.CONFIRMEE
    return Responsabilite.objects.create(
        adulte=adulte, enfant=enfant, etablissement=ecole, lien="mere", autorite=confirmee, debut=debut
    )


def compte_de(prenom: str) -> Personne:
    personne = Personne.objects.create(prenom=prenom, nom="Belhadj", identifiant=prenom.lower())
    personne.set_password("Cerf-volant-2026")
    personne.save()
    return personne


def enseignante_du_college(d) -> tuple[Personne, Classe]:
    """Mme Roux, of the 5e B."""
    classe = Classe.objects.get(nom="5e B")
    elle = compte_de("Roux")
    Role.objects.create(personne=elle, nature=Role.Nature.ENSEIGNANT, etablissement=d.college, debut=classe.annee.debut)
    Affectation.objects.create(enseignant=elle, classe=classe, debut=classe.annee.debut)
    return elle, classe


def ouvrir(d) -> tuple[Emetteur, Plateforme]:
    """Each operator declares the other."""
    with override_settings(ENT_ADRESSE=ICI):
        retour = settings.ENT_ADRESSE + reverse("continuite_compte_retour")
    champs = {"etablissement": d.college, "montre": "college", "nom": "Mes écoles", "origines": ICI, "retours": retour}
    emetteur, secret = emetteurs.ouvrir_un_emetteur(auteur=d.operateur, champs=champs | {"cles": []})
    dits = {"genre": "ici", "nom": "Les Grands-Chênes", "adresse": LA, "client_id": str(emetteur.uuid)}
    plateforme = plateformes.declarer_une_plateforme(auteur=d.operateur, champs=dits, colleges=[], secret=secret)
    return emetteur, plateforme


def partir(client, plateforme: Plateforme) -> str:
    reponse = client.post(reverse("continuite_compte_relier", args=[plateforme.uuid]), {})
    assert reponse.status_code == 200, reponse.text
    return reponse.text.partition('<a class="bouton" href="')[2].partition('"')[0].replace("&amp;", "&")


def accorder(client, vers: str, *enfants: Personne, **dits: str) -> dict[str, str]:
    """Said over there by who is signed in there: what the browser brings back."""
    with override_settings(ENT_ADRESSE=LA):
        chemin = vers.removeprefix(LA)
        assert client.get(chemin).status_code == 200
        reponse = client.post(chemin, dits or {"enfants": [enfant.pk for enfant in enfants]})
    assert reponse.status_code == 302, reponse.text
    return {nom: valeurs[0] for nom, valeurs in parse_qs(urlsplit(reponse["Location"]).query).items()}


def revenir(client, dits: dict[str, str]):
    assert client.get(reverse("continuite_compte_retour"), dits).status_code in (200, 422)
    return client.post(reverse("continuite_compte_finir"), dits)
