"""Files in the form of another room: sent along with it, or deposited before."""

import uuid

import pytest
from django import forms
from django.db import transaction
from django.utils.datastructures import MultiValueDict

from ent.fichiers import actions
from ent.fichiers.forms import ChampFichiers
from ent.fichiers.models import Fichier
from ent.fichiers.stockage import lire
from tests.fichiers.fabriques import pdf, photo, televerse


class Sortie(forms.Form):
    titre = forms.CharField(required=False)
    photos = ChampFichiers(natures=("image",), maximum=3, required=False)


@pytest.fixture
def formulaire(d):
    """``formulaire(uuids, envoyes)``: bound, opened for the teacher in the CP-CE1."""

    def remplir(uuids=(), envoyes=(), actuels=(), personne=None, **options) -> Sortie:
        donnees = MultiValueDict({"photos-deposes": [str(u) for u in uuids]})
        lie = Sortie(donnees, MultiValueDict({"photos": list(envoyes)}))
        champ = lie.fields["photos"]
        champ.ouvrir(personne=personne or d.enseignante, lieu=f"classe:{d.cp_ce1.pk}", actuels=actuels)
        for nom, valeur in options.items():
            setattr(champ, nom, valeur)
        return lie

    return remplir


def test_what_was_deposited_and_what_comes_along_are_taken_together(formulaire, deposer, d):
    depose = deposer(d.enseignante)
    lie = formulaire([depose.uuid], [televerse("b.jpg", photo())])
    assert lie.is_valid()
    assert Fichier.objects.count() == 1, "nothing is written before the action"
    fichiers = actions.recueillir(envoi=lie.cleaned_data["photos"], deposant=d.enseignante)
    assert [f.nom_donne for f in fichiers] == ["photo.jpg", "b.jpg"]
    assert not Fichier.objects.filter(attache_le=None).exists()
    assert {(f.etablissement, f.classe) for f in Fichier.objects.all()} == {(d.elementaire, d.cp_ce1)}


def test_another_s_deposit_cannot_be_taken(formulaire, deposer, d):
    de_l_eleve, invente = deposer(d.eleve_cp), uuid.uuid4()
    for numero in (de_l_eleve.uuid, invente, "rien"):
        assert formulaire([numero]).errors == {
            "photos": ["Un fichier déposé il y a plus d’un jour a été effacé. Il faut le joindre de nouveau."]
        }


def test_one_s_own_file_that_an_item_holds_cannot_be_taken_for_another_item(formulaire, deposer, d):
    tenu = deposer(d.enseignante)
    actions.attacher(fichiers=[tenu])
    assert not formulaire([tenu.uuid]).is_valid()
    assert formulaire([tenu.uuid], actuels=[tenu]).is_valid(), "the item that holds it keeps it"


def test_a_file_left_out_is_no_longer_among_them(formulaire, deposer, d):
    un, deux = deposer(d.enseignante), deposer(d.enseignante)
    lie = formulaire([deux.uuid], actuels=[un, deux])
    assert lie.is_valid()
    assert lie.cleaned_data["photos"].deposes == [deux]


@pytest.mark.parametrize(
    ("options", "phrase"),
    [
        ({"required": True}, "Il faut joindre au moins un fichier."),
        ({"lieu": "classe:0"}, "Ce compte ne peut pas déposer de fichier ici."),
    ],
)
def test_it_says_what_is_missing(formulaire, options, phrase):
    assert formulaire(**options).errors == {"photos": [phrase]}


def test_every_refused_file_has_its_sentence_and_nothing_is_written_until_the_page_comes_back(formulaire, objets):
    lie = formulaire(envoyes=[televerse("a.jpg", photo()), televerse("b.jpg", b""), televerse("c.pdf", pdf())])
    assert lie.errors == {
        "photos": [
            "« b.jpg » : ce fichier est vide. Il faut le choisir de nouveau.",
            "« c.pdf » n’est pas du genre attendu ici. Il faut choisir un autre fichier.",
        ]
    }
    assert (Fichier.objects.count(), objets()) == (0, [])


def test_more_than_the_maximum_are_refused(formulaire):
    lie = formulaire(envoyes=[televerse("a.jpg", photo()) for _n in range(4)])
    assert lie.errors == {"photos": ["3 fichiers au plus. Il faut en retirer, ou faire deux envois."]}


def test_where_one_file_alone_has_its_place_the_sentence_says_one(formulaire):
    lie = formulaire(envoyes=[televerse("a.jpg", photo()) for _n in range(2)])
    lie.fields["photos"].maximum = 1
    assert lie.errors == {"photos": ["Un seul fichier a sa place ici. Il faut retirer l’autre."]}


def test_a_form_that_comes_back_still_holds_what_was_deposited(formulaire, deposer, d):
    depose = deposer(d.enseignante, nom="<sortie>.jpg")
    rendu = str(formulaire([depose.uuid], [televerse("b.jpg", b"")])["photos"])
    assert f'value="{depose.uuid}" checked' in rendu
    assert "&lt;sortie&gt;.jpg" in rendu
    assert f'src="{depose.vignette}"' in rendu


def test_what_was_deposited_is_said_ready_and_not_sent(formulaire):
    """Beside a message, a paper, a billet that waits for its own button: « Tout est envoyé » let its author leave."""
    fini = str(formulaire()["photos"]).partition('data-fini="')[2].partition('"')[0]
    assert fini == "Tout est prêt : {compte}."


def test_the_form_of_an_item_shows_its_files(deposer, d):
    un = deposer(d.enseignante)
    libre = Sortie()
    libre.fields["photos"].ouvrir(personne=d.enseignante, lieu=f"classe:{d.cp_ce1.pk}", actuels=[un])
    rendu = str(libre["photos"])
    assert f'value="{un.uuid}" checked' in rendu
    assert f'data-cle="{d.enseignante.uuid}:classe:{d.cp_ce1.pk}:photos"' in rendu
    assert libre.is_multipart()


def test_two_forms_do_not_share_their_files(deposer, d):
    un, autre = Sortie(), Sortie()
    un.fields["photos"].ouvrir(personne=d.enseignante, lieu=f"classe:{d.cp_ce1.pk}", actuels=[deposer(d.enseignante)])
    autre.fields["photos"].ouvrir(personne=d.enseignant, lieu=f"classe:{d.cm2.pk}")
    assert "Garder" in str(un["photos"])
    assert "Garder" not in str(autre["photos"])


def test_a_form_that_comes_back_holds_what_came_along_with_it(formulaire, d):
    """Without script, or from an outbox: a browser fills no field of files again, and the photo was gone unsaid with the name that lacked."""
    lie = formulaire(envoyes=[televerse("a.jpg", photo())])
    lie.add_error("titre", "Dites lequel.")
    rendu = str(lie["photos"])
    garde = Fichier.objects.get()
    assert f'value="{garde.uuid}" checked' in rendu and (garde.deposant, garde.attache_le) == (d.enseignante, None)
    # Sent again by an outbox, it is that one.
    assert formulaire(envoyes=[televerse("a.jpg", photo())]).fields["photos"]._deja_garde(televerse("a.jpg", photo()))
    assert str(lie["photos"]) == rendu and Fichier.objects.count() == 1


def test_beside_a_file_that_is_refused_the_others_are_kept(formulaire):
    lie = formulaire(envoyes=[televerse("a.jpg", photo()), televerse("b.jpg", b""), televerse("c.pdf", pdf())])
    assert not lie.is_valid()
    rendu = str(lie["photos"])
    assert [f.nom_donne for f in Fichier.objects.all()] == ["a.jpg"]
    assert f'value="{Fichier.objects.get().uuid}" checked' in rendu


def test_what_an_action_took_then_gave_back_is_kept_too(formulaire, d):
    lie = formulaire(envoyes=[televerse("a.jpg", photo())])
    assert lie.is_valid()
    with pytest.raises(forms.ValidationError), transaction.atomic():
        actions.recueillir(envoi=lie.cleaned_data["photos"], deposant=d.enseignante)
        raise forms.ValidationError("Non.")
    assert not Fichier.objects.exists()
    str(lie["photos"])
    garde = Fichier.objects.get()
    assert garde.declinaisons.exists() and all(
        len(b"".join(lire(une.cle, 0, une.octets))) == une.octets > 0 for une in garde.declinaisons.all()
    )


def test_where_no_place_is_left_the_form_comes_back_all_the_same(formulaire, monkeypatch):
    monkeypatch.setattr("ent.fichiers.actions.DEPOTS_LIBRES", 0)
    lie = formulaire(envoyes=[televerse("a.jpg", photo())])
    lie.add_error("titre", "Dites lequel.")
    assert "checked" not in str(lie["photos"])
