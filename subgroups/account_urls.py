"""Our own page under /account/, and doors of the sign-in package that stay shut.

It stands before the package's own addresses, which therefore never answer here. Open remain:
sign in and out, inactive, reauthenticate, password change, set and reset, and the second step.
"""

from django.urls import path

from .views.account import account_home, closed

urlpatterns = [
    path("me/", account_home, name="account_home"),
    path("signup/", closed),
    path("email/", closed),
    path("confirm-email/", closed),
    path("confirm-email/<str:key>/", closed),
    path("login/code/", closed),
    path("login/code/confirm/", closed),
    path("3rdparty/", closed),
    path("3rdparty/signup/", closed),
    path("social/signup/", closed),
    path("social/connections/", closed),
    path("social/login/cancelled/", closed),
    path("social/login/error/", closed),
]
