"""Run inside one site (`python -m tests.charge.decor`): who will come to it, as JSON.

Parents of three children and teachers already signed in (a session each, not through the page), the families and pupils of
one class, and accounts that will sign in. `--comme` gives the content that another site's pages held: those whose pages hold the nearest are taken, so that two
sites are compared on pages alike.
"""

import argparse
import datetime as dt
import json
import sys

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.files import File  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.db.models import Count, F, Q  # noqa: E402
from django.middleware.csrf import _get_new_csrf_string  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from cahier_de_textes.models import Seance, Travail  # noqa: E402
from config.demonstration.distribution import MOT_DE_PASSE  # noqa: E402
from ent.annuaire import calendrier  # noqa: E402
from ent.annuaire.models import Affectation, Classe, Etablissement, Personne  # noqa: E402
from ent.fichiers.models import Declinaison, Fichier  # noqa: E402
from ent.fichiers.stockage import ecrire, tout_ou_rien  # noqa: E402
from pages.demonstration.sites import site_de_demonstration  # noqa: E402
from pages.models import Billet, PieceBillet  # noqa: E402
from tests.charge.fils import fils  # noqa: E402

COMBIEN = 16
LECTEURS = 60  # as in `publication`, which is not imported: it needs no Django


def session(personne: Personne) -> str:
    client = Client()
    client.force_login(personne)
    # As any browser after its first page.
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={_get_new_csrf_string()}"


def parents(proche_de: int | None) -> list[dict]:
    """Parents of exactly three children, by how much these have to do."""
    candidats = (
        Personne.objects.filter(~Q(responsabilites__autorite="sans"))
        .annotate(enfants=Count("responsabilites"))
        .filter(enfants=3)
        .order_by("pk")[:400]
    )
    a_faire = {
        p.pk: Travail.objects.des_enfants_de(p).filter(date_pour__gte=timezone.localdate()).count() for p in candidats
    }
    choisis = _proches(list(candidats), lambda p: a_faire[p.pk], proche_de)
    return [
        {
            "cookies": session(p),
            "adresse": reverse("accueil"),
            "contenu": a_faire[p.pk],
            "mot": p.portee.enfants[0].prenom,
            "personne": str(p.uuid),
            "enfant": str(p.portee.suivis[0].eleve.uuid),
            "enfant_classe": p.portee.suivis[0].classe_id,
        }
        for p in choisis
    ]


def enseignants(proche_de: int | None) -> list[dict]:
    """Titulaires and the page of their class, by what the days to come hold."""
    depuis = timezone.localdate()
    affectations = (
        Affectation.objects.filter(nature="titulaire")
        .annotate(
            travaux=Count(
                "classe__travaux",
                filter=Q(classe__travaux__date_pour__range=(depuis, depuis + dt.timedelta(days=7)))
                & Q(classe__travaux__etablissement=F("classe__etablissement")),
            )
        )
        .select_related("enseignant", "classe")
        .order_by("pk")
    )
    choisies = _proches(list(affectations), lambda a: a.travaux, proche_de)
    return [
        {
            "cookies": session(a.enseignant),
            "adresse": reverse("cahier_classe", args=[a.classe.pk]),
            "contenu": a.travaux,
            "mot": a.classe.nom,
            "classe": a.classe.pk,
        }
        for a in choisies
    ]


def une_annee_de_seances(classes: list[Classe]) -> None:
    """Five séances a class day, all the year long, in these classes: what a teacher's week is read among."""
    domaines = ["FRA-LEC", "MAT-NBC", "FRA-ETL", "EPS-RAC", "ART-PLA"]
    for classe in classes:
        enseignant = classe.affectations.order_by("pk")[0].enseignant_id
        jour, seances = classe.annee.debut, []
        while jour < classe.annee.fin:
            if calendrier.est_jour_de_classe(classe.etablissement, jour):
                seances += [
                    Seance(
                        etablissement=classe.etablissement,
                        classe=classe,
                        auteur_id=enseignant,
                        date=jour,
                        moment="matin" if rang < 3 else "apres_midi",
                        domaine=domaine,
                        titre=f"Séance {rang + 1}",
                        publie_le=timezone.now(),
                        visible_le=timezone.now(),
                    )
                    for rang, domaine in enumerate(domaines)
                ]
            jour += dt.timedelta(days=1)
        Seance.objects.bulk_create(seances)


def journaux(visiteurs: list[dict]) -> list[dict]:
    """Two hundred photos in the journal of the class of each parent's first child: ten billets of twenty, of which a page shows
    six each and leads to the others.
    """
    classes = Classe.objects.filter(pk__in={v["enfant_classe"] for v in visiteurs}).select_related("etablissement")
    for classe in classes:
        enseignant = classe.affectations.order_by("pk")[0].enseignant
        for n in range(10):
            quand = timezone.now() - dt.timedelta(days=20 - n)
            billet = Billet.objects.create(
                etablissement=classe.etablissement,
                classe=classe,
                auteur=enseignant,
                titre=f"Billet {n}",
                texte="Nous avons semé des lentilles sur du coton, et compté les jours.",
                etat=Billet.Etat.PUBLIE,
                publie_le=quand,
                visible_le=quand,
            )
            PieceBillet.objects.bulk_create(
                PieceBillet(billet=billet, fichier=f, rang=rang) for rang, f in enumerate(_photos(billet, 20))
            )
    return [
        v | {"adresse": reverse("journal_enfant", args=[v["enfant"]]), "contenu": 60, "mot": "Billet 9"}
        for v in visiteurs
    ]


def photos(visiteurs: list[dict]) -> list[dict]:
    """One photo of that journal each, in the smallest of its widths: judged at each request, as every phone asks."""
    octets = b"photo " * 4_000
    lues = []
    for v in visiteurs:
        du_dernier = PieceBillet.objects.filter(billet__classe=v["enfant_classe"], billet__titre="Billet 9")
        piece = du_dernier.order_by("pk")[0]
        objet = piece.fichier.declinaisons.get(nom="320")
        with tout_ou_rien():
            objet.cle, objet.octets = ecrire(File(ContentFile(octets))), len(octets)
            objet.save(update_fields=["cle", "octets"])
        adresse = reverse("fichiers_servir", args=[piece.fichier.uuid, "320"])
        lues.append(v | {"adresse": adresse, "contenu": 1, "mot": "photo"})
    return lues


def _photos(billet: Billet, combien: int) -> list[Fichier]:
    """With the three widths of each, and said to show nobody."""
    fichiers = Fichier.objects.bulk_create(
        Fichier(
            etablissement=billet.etablissement,
            classe=billet.classe,
            deposant=billet.auteur,
            nature="image",
            nom_donne=f"IMG_{n}.jpg",
            type_mime="image/jpeg",
            octets=300_000,
            largeur=1600,
            hauteur=1200,
            empreinte="0" * 64,
            attache_le=billet.publie_le,
            personnes_dites_le=billet.publie_le,
        )
        for n in range(combien)
    )
    Declinaison.objects.bulk_create(
        Declinaison(
            fichier=f,
            nom=str(largeur),
            type_mime="image/webp",
            cle=f"charge/{f.uuid}/{largeur}",
            octets=100_000,
            largeur=largeur,
            hauteur=largeur * 3 // 4,
        )
        for f in fichiers
        for largeur in (320, 800, 1600)
    )
    return fichiers


# What a home draws again when a travail is published.
A_L_ECOUTE = {"famille": "jours", "eleve": "cahier"}


def lecteurs_d_une_classe(combien: int) -> dict:
    """The largest class and its readers: its pupils' adults first, then its pupils, each with the tile they listen with."""
    classe = Classe.objects.annotate(n=Count("inscriptions")).filter(n__lte=30).order_by("-n", "pk")[0]
    eleves = [i.eleve for i in classe.inscriptions.select_related("eleve").order_by("pk")]
    adultes = Personne.objects.filter(responsabilites__enfant__in=eleves).exclude(responsabilites__autorite="sans")
    gens = [(p, "famille") for p in adultes.order_by("pk").distinct()] + [(p, "eleve") for p in eleves]
    return {
        "classe": classe.pk,
        "eleves": len(eleves),
        "lecteurs": [
            {"cookies": session(p), "adresse": reverse("tuile", args=[univers, A_L_ECOUTE[univers]])}
            for p, univers in gens[:combien]
        ],
    }


def _proches(candidats: list, contenu, proche_de: int | None) -> list:
    if not candidats:
        raise SystemExit("Nobody of that kind in this site.")
    if proche_de is not None:
        candidats = sorted(candidats, key=lambda c: abs(contenu(c) - proche_de))
    return candidats[:COMBIEN]


def comptes() -> list[tuple[str, str]]:
    """Adults who have activated their account, all with the same password and its real digest."""
    empreinte = make_password(MOT_DE_PASSE)
    gens = list(
        Personne.objects.filter(courriel=None).exclude(responsabilites=None).order_by("pk").distinct()[:COMBIEN]
    )
    for rang, personne in enumerate(gens):
        personne.courriel, personne.password = f"charge{rang}@famille.example", empreinte
        personne.save(update_fields=["courriel", "password"])
        EmailAddress.objects.get_or_create(
            user=personne, email=personne.courriel, defaults={"primary": True, "verified": True}
        )
    return [(p.courriel, MOT_DE_PASSE) for p in gens]


def site_d_une_ecole() -> list[dict]:
    """The site of one school of the territory, with four news and their pictures."""
    ecole = Etablissement.objects.filter(uai__startswith="079").order_by("uai").first()
    directrice = Personne.objects.filter(roles__nature="directeur", roles__etablissement=ecole).order_by("pk").first()
    site_de_demonstration(ecole, directrice, "elementaire", palette="encre", embleme="fusee")
    return [{"adresse": f"/ecoles/{ecole.site.slug}/", "cookies": "", "mot": "La semaine du goût", "contenu": 4}]


def main() -> None:
    lecteur = argparse.ArgumentParser()
    lecteur.add_argument("--comme", type=json.loads, default={"parents": None, "enseignants": None})
    comme = lecteur.parse_args().comme
    ouverts = comptes()  # first: a new password ends the sessions of its owner
    familles, maitres = parents(comme["parents"]), enseignants(comme["enseignants"])
    une_annee_de_seances(
        list(Classe.objects.filter(pk__in=[m["classe"] for m in maitres]).select_related("etablissement", "annee"))
    )
    gens = {
        "parents": familles,
        "semaines_famille": [v | {"adresse": reverse("semaine")} for v in familles],
        "jours": [v | {"adresse": reverse("cahier_jour")} for v in familles],
        "journaux": journaux(familles),
        "photos": photos(familles),
        "fils": fils(familles),
        "enseignants": maitres,
        "semaines": [v | {"adresse": reverse("cahier_semaine")} for v in maitres],
        "sites": site_d_une_ecole(),
        "publication": lecteurs_d_une_classe(LECTEURS),
        "comptes": ouverts,
        "connexion": reverse("account_login"),
    }
    json.dump(gens, sys.stdout)


if __name__ == "__main__":
    main()
