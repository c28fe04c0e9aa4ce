"""django-oauth-toolkit as its tutorial sets it up. Arguments: port, client, secret, user, password."""

import sys

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

port, client, secret, username, password = sys.argv[1:]
key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)
page = '<form method="post">{% csrf_token %}{{ form.as_p }}<button>Sign in</button></form>'
settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider"],
    LOGIN_URL="/login/",
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True,
        "OIDC_RSA_PRIVATE_KEY": key.decode(),
        "OIDC_RP_INITIATED_LOGOUT_ENABLED": True,
        "SCOPES": {"openid": "openid", "profile": "profile", "email": "email"},
    },
    ROOT_URLCONF=__name__,
    SECRET_KEY="only for these tests",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": False,
            "OPTIONS": {
                "loaders": [
                    ("django.template.loaders.locmem.Loader", {"registration/login.html": page}),
                    "django.template.loaders.app_directories.Loader",
                ]
            },
        }
    ],
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.contrib.auth.views import LoginView  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.servers.basehttp import run  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import include, path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402
from oauth2_provider.models import Application  # noqa: E402


@csrf_exempt
def administer(request):
    """As an administrator changes the addresses of the client."""
    app_url = request.POST["appUrl"]
    addresses = {"redirect_uris": app_url + "/authorization-code/callback", "post_logout_redirect_uris": app_url + "/"}
    Application.objects.filter(client_id=client).update(**addresses)
    return HttpResponse()


urlpatterns = [
    path("administrator/client", administer),
    path("login/", LoginView.as_view()),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]

call_command("migrate", verbosity=0)
Application.objects.create(
    client_id=client,
    client_secret=secret,
    client_type=Application.CLIENT_CONFIDENTIAL,
    authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
    algorithm=Application.RS256_ALGORITHM,
    skip_authorization=True,
    user=User.objects.create_user(username, password=password),
)
# One thread: the database is the memory of one connection.
run("127.0.0.1", int(port), get_wsgi_application(), threading=False)
