"""The help of keepsakes."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import aide

AIDES = [
    aide(
        "souvenirs souvenirs_album",
        "famille",
        (
            _("Garder les souvenirs de mon enfant."),
            _("Touchez « Préparer l’album », puis « Télécharger » quand il est prêt. Vous pouvez fermer la page."),
            _("Sur votre appareil, ouvrez le dossier ZIP, puis le fichier « index.html »."),
        ),
        (
            _("Qu’y a-t-il dans l’album ?"),
            _("Les photos que vous pouvez voir aujourd’hui, les travaux rendus, les mots signés, les sons."),
            _("Jamais ce qu’écrivent les autres familles, ni l’autre parent."),
        ),
        (
            _("Pourquoi l’album est-il à refaire ?"),
            _("Une photo ou un mot qu’il contient ne peut plus être montré. Touchez « Le refaire »."),
        ),
        (
            _("Mon enfant quitte l’école."),
            _("Demandez l’album avant. Ensuite, il reste le journal de sa classe, jusqu’à son effacement."),
        ),
    ),
]
