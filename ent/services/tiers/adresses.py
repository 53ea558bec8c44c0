"""Addresses of services, in parts. Without a row or a request."""

from urllib.parse import urlsplit

PAGE = "{page}"  # in the address by which a CAS service opens one of its pages


def origine_de(adresse: str) -> str:
    """« https://college.exemple.fr:8443 », http on this machine alone; nothing of what is no address, bears an account, or that a browser would read otherwise."""
    if not adresse.isascii() or not adresse.isprintable() or "\\" in adresse or " " in adresse:
        return ""
    try:
        parties = urlsplit(adresse)
        port = parties.port
    except ValueError:
        return ""
    locale = parties.scheme == "http" and parties.hostname in ("127.0.0.1", "localhost", "::1")
    if (parties.scheme != "https" and not locale) or not parties.hostname or "@" in parties.netloc:
        return ""
    usuel = {"https": 443, "http": 80}[parties.scheme]
    return f"{parties.scheme}://{parties.hostname}" + (f":{port}" if port not in (None, usuel) else "")
