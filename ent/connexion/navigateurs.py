"""How a person knows their devices apart, from what a browser says of itself."""

from django.utils.translation import gettext_noop

SYSTEMES = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}
NAVIGATEURS = {"Firefox": "Firefox", "Edg": "Edge", "SamsungBrowser": "Samsung", "Chrome": "Chrome", "Safari": "Safari"}


def nommer(agent: str) -> str:
    """« Chrome, Android ». Kept: a page says it in the language of who reads (`{% translate ligne.nom %}`)."""
    noms = [next((nom for marque, nom in connus.items() if marque in agent), "") for connus in (NAVIGATEURS, SYSTEMES)]
    return ", ".join(filter(None, noms)) or gettext_noop("Un appareil")
