"""A child's drawing, a photo of a travail: opened among the others of the same item, with the way back of each reader."""

import re

from django.urls import reverse

from ent.fichiers.actions import dire_qui
from tests.cahier_de_textes.test_actions import donner
from tests.cahier_de_textes.test_porteurs import bloc, photo
from tests.cahier_de_textes.test_remises import rendre
from tests.fichiers import fabriques

FERMER = re.compile(r'href="([^"]+)" data-fermer')


def vues(d, entrer, fichier) -> dict[str, str]:
    """By name in the cast, where closing the image leads; who cannot open it is absent."""
    ouvertes = {qui: entrer(personne).get(fichier.page) for qui, personne in d.gens.items()}
    return {qui: FERMER.search(vue.text)[1] for qui, vue in ouvertes.items() if vue.status_code == 200}


def test_a_child_s_drawing_opens_for_the_child_the_family_and_who_teaches_them(d, mardi, entrer):
    travail = donner(d, texte="Ma feuille d’arbre", est_a_rendre=True)
    dessins = [fabriques.televerse(f"dessin{n}.png", fabriques.photo(80 + n, 60, "PNG")) for n in (1, 2)]
    remise = rendre(travail, d.eleve_cp, fichiers=dessins)
    rendre(travail, d.eleve_ce1, fichiers=[fabriques.televerse("autre.png", fabriques.photo(90, 60, "PNG"))])
    premier, second = remise.fichiers.order_by("pk")
    chez_eux = reverse("cahier_enfant_travail", args=[d.eleve_cp.uuid, travail.pk])
    assert vues(d, entrer, premier) == {
        "eleve_cp": reverse("cahier_eleve_travail", args=[travail.pk]),
        "mere": chez_eux,
        "pere_separe": chez_eux,
        "enseignante": reverse("cahier_remise", args=[remise.pk]),
    }
    page = entrer(d.eleve_cp).get(premier.page).text
    assert f'href="{second.page}" data-pas="apres"' in page and "1 sur 2" in page
    assert f'{premier.page}" data-visionneuse' in entrer(d.mere).get(chez_eux).text


def test_a_photo_of_a_travail_leads_back_to_the_travail_of_one_s_child(d, mardi, entrer):
    fichier = photo(d, d.enseignante, d.cp_ce1)
    travail = donner(d, contenu=[bloc(fichier)])
    dire_qui(fichier=fichier, eleves=[], auteur=d.enseignante)
    obtenues = vues(d, entrer, fichier)
    assert {qui: obtenues[qui] for qui in ("mere", "mere_arabophone", "eleve_cp", "enseignante", "directrice")} == {
        "mere": reverse("cahier_enfant_travail", args=[d.eleve_cp.uuid, travail.pk]),
        "mere_arabophone": reverse("cahier_enfant_travail", args=[d.eleve_ce1.uuid, travail.pk]),
        "eleve_cp": reverse("cahier_eleve_travail", args=[travail.pk]),
        "enseignante": reverse("cahier_travail", args=[travail.pk]),
        "directrice": reverse("cahier_travail", args=[travail.pk]),
    }
    assert not {"enseignant", "directrice_maternelle", "eleve_ms", "referente"} & obtenues.keys()


def test_what_one_is_told_of_a_travail_opens_it(d, mardi, entrer):
    travail = donner(d)
    adresse = reverse("cahier_lire", args=[travail.pk])
    mere = entrer(d.mere)
    assert f'href="{adresse}"' in mere.get("/notifications/").text
    assert mere.get(adresse)["Location"] == reverse("cahier_enfant_travail", args=[d.eleve_cp.uuid, travail.pk])
    assert mere.get(mere.get(adresse)["Location"]).status_code == 200
    assert entrer(d.enseignante).get(adresse)["Location"] == reverse("cahier_travail", args=[travail.pk])
    assert [entrer(p).get(adresse).status_code for p in (d.enseignant, d.directrice_maternelle)] == [404, 404]
