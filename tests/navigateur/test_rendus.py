"""« À reprendre » on a phone, a desk and a pupil's tablet: found from where one reads, sent in one tap, discarded and put back."""

import pytest
from playwright.sync_api import expect

from tests.fichiers.fabriques import photo
from tests.navigateur.conftest import FILS
from tests.navigateur.ecole import tablette_de
from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner
from tests.navigateur.test_messages import Echange, calme, maitresse, mere  # noqa: F401

pytestmark = pytest.mark.navigateur

# Its hour has come, and its author may write no more; then again.
RENDRE = """
from django.utils import timezone
from messagerie.actions.messages import faire_partir
from messagerie.models import Fil, Message, Suspension
import datetime as dt
fil, auteur = Fil.objects.get(pk={fil}), {auteur}
demain = timezone.localdate() + dt.timedelta(days=1)
tenue = Suspension.objects.create(etablissement=fil.etablissement, personne=auteur, par=d.directrice, motif="Un temps", date_fin=demain)
Message.objects.filter(fil=fil, numero=None).update(part_le=timezone.now())
faire_partir(fil=fil)
{puis}
"""
LIBRE = "tenue.delete()"


def ecrire(ici: Echange, texte: str) -> None:
    """Until the school holds it."""
    ici.ecrire(texte)
    ici.bulle(texte.partition("\n")[0]).get_by_text("Partira").wait_for(timeout=10_000)


def test_it_is_found_copied_sent_discarded_and_put_back(calme, serveur, mere, maitresse, fil, tmp_path):  # noqa: F811
    ici = Echange(mere, fil)
    mere.contexte.grant_permissions(["clipboard-read", "clipboard-write"])  # a page takes it as it opens
    ecrire(
        ici, "Inès sera absente demain matin : elle a rendez-vous chez l’orthophoniste à 9 h 00.\nMerci de la prévenir."
    )
    image = tmp_path / "IMG_0042.jpg"
    image.write_bytes(photo())
    ici.page.get_by_label("Joindre une photo, un son ou un fichier").click()
    ici.page.locator("input[type=file]").first.set_input_files(image)
    ici.page.locator("input[name=fichiers-deposes]:not([disabled])").wait_for(state="attached", timeout=10_000)
    ecrire(ici, "Voici le mot du médecin")
    serveur.faire(RENDRE.format(fil=fil, auteur="d.mere", puis=""))

    # Found from the inbox and from the thread.
    mere.aller(f"/messages/fil/{fil}/")
    mere.photographier("reprendre-fil")
    expect(ici.bulle("Inès sera absente")).to_have_count(0)
    mere.aller("/messages/")
    mere.photographier("reprendre-boite")
    mere.page.get_by_role("link", name="À reprendre : 2 messages ne sont pas partis").click()
    mere.page.get_by_text("Vous ne pouvez pas écrire pour le moment.").first.wait_for()
    mere.photographier("reprendre-suspendue")
    serveur.faire("from messagerie.models import Suspension\nSuspension.objects.all().delete()")
    mere.page.reload()
    assert mere.page.locator(".piece img").evaluate("i => i.decode().then(() => i.naturalWidth > 0)")
    fautes = []
    for theme in ("dark", "light"):
        mere.page.emulate_media(color_scheme=theme)
        mere.page.reload()  # colours settle in some time: a page that comes has its own at once
        mere.photographier(f"reprendre-{theme}")
        fautes += examiner(mere.page, f"à reprendre, {theme}")
    assert (fautes, debords(mere.page), mere.page.evaluate(PETITES_CIBLES, 44)) == ([], False, [])

    # Copied, discarded, put back.
    article = mere.page.get_by_role("article").filter(has_text="Inès sera absente")
    article.get_by_role("button", name="Copier le texte").click()
    article.get_by_text("C’est copié").first.wait_for()
    copie = mere.page.evaluate("navigator.clipboard.readText()")
    assert copie.endswith("à 9 h 00.\nMerci de la prévenir.") and "\u00a0" not in copie, "as it was written"
    mere.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    article.get_by_role("button", name="C’est copié").click()
    article.get_by_role("button", name="Le texte est choisi : copiez-le").wait_for()
    assert mere.page.evaluate("getSelection().toString()").strip().endswith("Merci de la prévenir.")
    article.get_by_role("button", name="Jeter").click()
    mere.page.get_by_text("Le message est jeté.").first.wait_for()
    expect(article).to_have_count(0)
    mere.photographier("reprendre-jete")
    mere.page.get_by_role("button", name="Annuler").click()
    article.wait_for()

    # Sent: at this hour it waits in the thread, as any other.
    article.get_by_role("button", name="Envoyer").click()
    ici.bulle("Inès sera absente").get_by_text("Partira").first.wait_for()
    mere.photographier("reprendre-envoye")
    maitresse.aller("/messages/a-reprendre/")
    maitresse.page.get_by_text("Rien à reprendre").first.wait_for()
    maitresse.photographier("reprendre-vide-bureau")
    serveur.faire("from messagerie.models import Message\nMessage.objects.filter(numero=None).delete()")


def test_on_a_desk(calme, serveur, maitresse, fil):  # noqa: F811
    ici = Echange(maitresse, fil)
    for texte in ("Bonsoir, la sortie de jeudi est avancée à 8 h 30.", "Pensez au pique-nique."):
        ecrire(ici, texte)
    serveur.faire(RENDRE.format(fil=fil, auteur="d.enseignante", puis=LIBRE))
    maitresse.aller("/messages/a-reprendre/")
    maitresse.photographier("reprendre-bureau")
    assert (examiner(maitresse.page, "à reprendre"), debords(maitresse.page)) == ([], False)
    maitresse.aller("/messages/")
    maitresse.photographier("reprendre-boite-bureau")
    maitresse.aller(f"/messages/fil/{fil}/")
    maitresse.photographier("reprendre-fil-bureau")
    serveur.faire("from messagerie.models import Message\nMessage.objects.filter(rendu_le__isnull=False).delete()")


def test_on_a_pupil_s_tablet(calme, serveur, appareil, ecole):  # noqa: F811
    eleves = serveur.lire(f"{FILS}.eleves.pk")
    tablette = tablette_de(appareil, ecole)
    ici = Echange(tablette, eleves)
    ecrire(ici, "J’ai trouvé un escargot")
    serveur.faire(RENDRE.format(fil=eleves, auteur="d.eleve_cp", puis=LIBRE))
    tablette.aller("/")
    tablette.photographier("reprendre-eleve-accueil")
    tablette.page.get_by_role("link", name="1 message n’est pas parti").click()
    tablette.page.get_by_text("J’ai trouvé un escargot").first.wait_for()
    tablette.photographier("reprendre-eleve")
    assert (examiner(tablette.page, "à reprendre, élève"), debords(tablette.page)) == ([], False)
    tablette.page.get_by_role("button", name="Jeter").click()
    tablette.page.get_by_text("Le message est jeté.").first.wait_for()
    tablette.photographier("reprendre-eleve-jete")
