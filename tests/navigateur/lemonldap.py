"""A real identity provider that nobody here wrote: LemonLDAP::NG of Debian, on this machine alone, speaking SAML 2 and OpenID Connect.

It keeps everything in a folder of its own, but for one line of the hosts file: its name. Its cookies are of another site than ours, as they are for real.
"""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from tests.ports import port_libre

HOTE = "auth.example.test"
DEFAUTS, INI = Path("/var/lib/lemonldap-ng/conf/lmConf-1.json"), Path("/etc/lemonldap-ng/lemonldap-ng.ini")
FORMAT = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"
# A service provider of SAML: what it asks is checked, what it is told is signed, and encrypted for it.
SERVICE = {
    "samlSPMetaDataOptionsNameIDFormat": "persistent",
    "samlSPMetaDataOptionsSignSSOMessage": 1,
    "samlSPMetaDataOptionsSignSLOMessage": 1,
    "samlSPMetaDataOptionsCheckSSOMessageSignature": 1,
    "samlSPMetaDataOptionsCheckSLOMessageSignature": 1,
    "samlSPMetaDataOptionsEncryptionMode": "assertion",
    "samlSPMetaDataOptionsNotOnOrAfterTimeout": 300,
}
DITS = ("FrEduCtRefId", "FrEduCtId", "FrEduUrlRetour", "sn", "givenName")
COMPTES = """package Lemonldap::NG::Portal::UserDB::Demo; require Lemonldap::NG::Portal::UserDB::Demo;
our %demoAccounts; $demoAccounts{parent1} = { uid => "parent1", cn => "Nadia Belhadj", sn => "Belhadj", givenName => "Nadia", mail => "parent1\\@exemple.fr",
 FrEduCtRefId => "{AAF}25|x|4711", FrEduCtId => "ct-nadia", FrEduUrlRetour => "https://educonnect.exemple.fr/fin" };
$demoAccounts{inconnu1} = { uid => "inconnu1", cn => "Linh Nguyen", sn => "Nguyen", givenName => "Linh", mail => "linh\\@exemple.fr", FrEduCtId => "ct-linh" }; 1;"""
NGINX = """worker_processes 1; pid {d}/nginx/nginx.pid; error_log {d}/nginx/error.log; daemon on; user www-data;
events {{ worker_connections 256; }}
http {{ access_log {d}/nginx/access.log; include /etc/nginx/mime.types; client_body_temp_path {d}/nginx/b; proxy_temp_path {d}/nginx/p;
 fastcgi_temp_path {d}/nginx/f; uwsgi_temp_path {d}/nginx/u; scgi_temp_path {d}/nginx/s;
 server {{ listen 127.0.0.1:{port}; server_name {hote}; root /usr/share/lemonldap-ng/portal/htdocs/;
 if ($uri !~ ^/((static|javascript|favicon).*|.*\\.psgi)) {{ rewrite ^/(.*)$ /index.psgi/$1 break; }}
 location ~ ^(?<sc>/.*\\.psgi)(?:$|/) {{ include /etc/nginx/fastcgi_params; fastcgi_pass unix:{d}/llng.sock; fastcgi_param HTTP_HOST $http_host;
  fastcgi_param LLTYPE psgi; fastcgi_param SCRIPT_FILENAME $document_root$sc; fastcgi_split_path_info ^(.*\\.psgi)(/.*)$;
  fastcgi_param PATH_INFO $fastcgi_path_info; fastcgi_param UNIQUE_ID $request_id; }}
 location /static/ {{ alias /usr/share/lemonldap-ng/portal/htdocs/static/; }} location /javascript/ {{ alias /usr/share/javascript/; }} }} }}"""


def est_la() -> bool:
    return DEFAUTS.exists() and Path("/usr/sbin/nginx").exists() and os.geteuid() == 0


class LemonLDAP:
    def __init__(self, dossier: Path) -> None:
        self.port = port_libre()
        self.adresse = f"http://{HOTE}:{self.port}"
        self.d = dossier
        self.processus: subprocess.Popen | None = None
        for nom in ("conf", "sessions/lock", "psessions/lock", "cache", "captcha", "nginx"):
            (dossier / nom).mkdir(parents=True)
        dossier.chmod(0o755)
        if HOTE not in Path("/etc/hosts").read_text():
            with Path("/etc/hosts").open("a") as hotes:
                hotes.write(f"127.0.0.1 {HOTE}\n")
        self.cles = {nom: self._paire(nom) for nom in ("saml", "oidc")}

    def _paire(self, nom: str) -> tuple[str, str]:
        cle, certificat = self.d / f"{nom}.key", self.d / f"{nom}.crt"
        subprocess.run(
            [
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                str(cle),
                "-out",
                str(certificat),
                "-days",
                "30",
                "-subj",
                f"/CN={HOTE}",
            ],
            check=True,
            capture_output=True,
        )
        return cle.read_text(), certificat.read_text()

    # --- What it knows of us ---------------------------------------------------------------------------------------------
    def _configurer(self, oidc: dict[str, str], metadonnees: str) -> None:
        c = json.loads(DEFAUTS.read_text()) | self._portail() | self._emetteurs()
        if oidc:
            c["oidcRPMetaDataOptions"] = {"ent": _client(oidc)}
            c["oidcRPMetaDataExportedVars"] = {"ent": {nom: nom for nom in DITS}}
            c["oidcRPMetaDataOptionsExtraClaims"] = {"ent": {"profile": " ".join(DITS)}}
        if metadonnees:
            c["samlSPMetaDataXML"] = {"ent": {"samlSPMetaDataXML": metadonnees}}
            c["samlSPMetaDataExportedAttributes"] = {"ent": {nom: f"0;{nom};{FORMAT};{nom}" for nom in DITS}}
            c["samlSPMetaDataOptions"] = {"ent": SERVICE}
        (self.d / "conf/lmConf-1.json").write_text(json.dumps(c))
        ini = INI.read_text().replace("/var/lib/lemonldap-ng/conf", str(self.d / "conf"))
        (self.d / "lemonldap-ng.ini").write_text(ini.replace("/var/cache/lemonldap-ng", str(self.d / "cache")))
        (self.d / "comptes.pl").write_text(COMPTES)
        (self.d / "nginx/nginx.conf").write_text(NGINX.format(d=self.d, port=self.port, hote=HOTE))
        subprocess.run(["chown", "-R", "www-data:www-data", str(self.d)], check=True)

    def _portail(self) -> dict:
        def dossiers(nom: str) -> dict[str, str]:
            return {"Directory": str(self.d / nom), "LockDirectory": str(self.d / nom / "lock")}

        eteints = [
            "notification",
            "loginHistoryEnabled",
            "portalDisplayRegister",
            "portalDisplayResetPassword",
            "captcha_mail_enabled",
            "captcha_register_enabled",
            "captcha_login_enabled",
            "securedCookie",
        ]
        numeros = {"generateModule": "Lemonldap::NG::Common::Apache::Session::Generate::SHA256"}
        cache = {"cache_depth": 3, "cache_root": str(self.d / "cache"), "default_expires_in": 600}
        return dict.fromkeys(eteints, 0) | {
            "portal": f"{self.adresse}/",
            "domain": "example.test",
            "cfgNum": 1,
            "cookieName": "lemonldap",
            "sameSite": "Lax",
            "trustedDomains": "*",
            "cspFormAction": "*",
            "authentication": "Demo",
            "userDB": "Same",
            "passwordDB": "Null",
            "registerDB": "Null",
            "demoExportedVars": {nom: nom for nom in ("cn", "uid", "mail", *DITS)},
            "locationRules": {HOTE: {"default": "accept"}},
            "exportedHeaders": {},
            "applicationList": {},
            "reloadUrls": {},
            "globalStorageOptions": dossiers("sessions") | numeros,
            "persistentStorageOptions": dossiers("psessions"),
            "localSessionStorageOptions": cache | {"directory_umask": "007", "namespace": "lemonldap-ng-sessions"},
        }

    def _emetteurs(self) -> dict:
        return {
            "issuerDBSAMLActivation": 1,
            "issuerDBOpenIDConnectActivation": 1,
            "samlEntityID": "#PORTAL#/saml/metadata",
            "samlServiceSignatureMethod": "RSA_SHA256",
            "samlServicePrivateKeySig": self.cles["saml"][0],
            "samlServicePublicKeySig": self.cles["saml"][1],
            "samlOrganizationName": "test",
            "samlOrganizationDisplayName": "test",
            "samlOrganizationURL": self.adresse,
            "oidcServiceMetaDataIssuer": self.adresse,
            "oidcServiceKeyIdSig": "k1",
            "oidcServiceAllowAuthorizationCodeFlow": 1,
            "oidcServicePrivateKeySig": self.cles["oidc"][0],
            "oidcServicePublicKeySig": self.cles["oidc"][1],
        }

    # --- Its life ----------------------------------------------------------------------------------------------------------
    def demarrer(self, *, oidc: dict[str, str] | None = None, metadonnees: str = "") -> None:
        """With what it is told of us; started again, it knows that and nothing else."""
        self.arreter()
        shutil.rmtree(self.d / "cache")  # it keeps its settings there too
        (self.d / "cache").mkdir()
        self._configurer(oidc or {}, metadonnees)
        self._lancer()
        prise, limite = self.d / "llng.sock", time.monotonic() + 60
        while not prise.exists():
            assert self.processus.poll() is None, (self.d / "fcgi.log").read_text()[-2000:]
            assert time.monotonic() < limite, "LemonLDAP::NG did not start"
            time.sleep(0.2)
        nginx = ["nginx", "-c", str(self.d / "nginx/nginx.conf"), "-e", str(self.d / "nginx/error.log")]
        subprocess.run(nginx, check=True)

    def _lancer(self) -> None:
        environnement = os.environ | {
            "LLNG_DEFAULTCONFFILE": str(self.d / "lemonldap-ng.ini"),
            "LLNG_DEFAULTLOGGER": "Lemonldap::NG::Common::Logger::Std",
        }
        ou = ["--socket", str(self.d / "llng.sock"), "--pid", str(self.d / "fcgi.pid")]
        qui = ["--user", "www-data", "--group", "www-data", "--proc", "2"]
        comptes = ["--customFunctionsFile", str(self.d / "comptes.pl")]
        with (self.d / "fcgi.log").open("ab") as journal:
            self.processus = subprocess.Popen(
                ["llng-fastcgi-server", "--foreground", *ou, *qui, *comptes],
                env=environnement,
                stdout=journal,
                stderr=journal,
                start_new_session=True,
            )

    def arreter(self) -> None:
        """Only what was started here."""
        pid = self.d / "nginx/nginx.pid"
        if pid.exists():
            os.kill(int(pid.read_text()), signal.SIGTERM)
            for _n in range(50):
                if not pid.exists():
                    break
                time.sleep(0.1)
        if self.processus:
            os.killpg(self.processus.pid, signal.SIGTERM)
            try:
                self.processus.wait(timeout=5)
            except subprocess.TimeoutExpired:
                # Its manager waits a whole minute for a worker that was born as the signal came: sessions are files, nothing is lost.
                os.killpg(self.processus.pid, signal.SIGKILL)
                self.processus.wait(timeout=20)
            self.processus = None
        (self.d / "llng.sock").unlink(missing_ok=True)


def _client(oidc: dict[str, str]) -> dict:
    return {
        "oidcRPMetaDataOptionsClientID": "ent",
        "oidcRPMetaDataOptionsClientSecret": "entsecret",
        "oidcRPMetaDataOptionsDisplayName": "ENT",
        "oidcRPMetaDataOptionsRedirectUris": oidc["retour"],
        "oidcRPMetaDataOptionsPostLogoutRedirectUris": oidc["revenu"],
        "oidcRPMetaDataOptionsIDTokenSignAlg": "RS256",
        "oidcRPMetaDataOptionsBypassConsent": 1,
        "oidcRPMetaDataOptionsRequirePKCE": 1,
        "oidcRPMetaDataOptionsUserIDAttr": "uid",
        "oidcRPMetaDataOptionsLogoutUrl": oidc["sortie"],
        "oidcRPMetaDataOptionsLogoutType": "back",
        "oidcRPMetaDataOptionsLogoutSessionRequired": 1,
        "oidcRPMetaDataOptionsLogoutBypassConfirm": 1,
    }
