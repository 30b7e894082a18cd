"""The addresses as they are where OIDC_SERVER_URL is set."""

from django.urls import include, path

from boardplan.urls import urlpatterns as ours

urlpatterns = [
    *ours[:-3],
    path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
    *ours[-3:],
]
