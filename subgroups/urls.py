from django.urls import path

from .views import agencies, groups, invitations, people, record, settings

urlpatterns = [
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    # People
    path("<slug:board>/people/", people.people, name="people"),
    path("<slug:board>/people/<int:pk>/", people.member_edit, name="member_edit"),
    path("<slug:board>/people/<int:pk>/end/", people.member_end, name="member_end"),
    path("<slug:board>/people/agencies/", agencies.agencies, name="agencies"),
    path("<slug:board>/people/agencies/new/", agencies.agency_new, name="agency_new"),
    path("<slug:board>/people/agencies/<int:pk>/", agencies.agency_edit, name="agency_edit"),
    path("<slug:board>/people/posts/", agencies.posts, name="posts"),
    path("<slug:board>/people/posts/new/", agencies.post_new, name="post_new"),
    path("<slug:board>/people/posts/<int:pk>/", agencies.post_edit, name="post_edit"),
    path("<slug:board>/people/invitations/", invitations.invitations, name="invitations"),
    path("<slug:board>/people/invitations/new/", invitations.invitation_new, name="invitation_new"),
    path(
        "<slug:board>/people/invitations/<int:pk>/",
        invitations.invitation_issued,
        name="invitation_issued",
    ),
    path(
        "<slug:board>/people/invitations/<int:pk>/send-again/",
        invitations.invitation_renew,
        name="invitation_renew",
    ),
    path(
        "<slug:board>/people/invitations/<int:pk>/link/",
        invitations.invitation_link,
        name="invitation_link",
    ),
    path(
        "<slug:board>/people/invitations/<int:pk>/withdraw/",
        invitations.invitation_withdraw,
        name="invitation_withdraw",
    ),
    # Groups; the group's own page belongs to the room of actions
    path("<slug:board>/groups/", groups.groups, name="groups"),
    path("<slug:board>/groups/new/", groups.group_new, name="group_new"),
    path("<slug:board>/groups/<slug:group>/edit/", groups.group_edit, name="group_edit"),
    path("<slug:board>/groups/<slug:group>/seats/", groups.group_seats, name="group_seats"),
    path("<slug:board>/groups/<slug:group>/seats/<int:pk>/end/", groups.seat_end, name="seat_end"),
    # Settings
    path("<slug:board>/settings/", settings.board_settings, name="board_settings"),
    path("<slug:board>/settings/look/", settings.board_look, name="board_look"),
    path("<slug:board>/settings/words/", settings.board_words, name="board_words"),
    path("<slug:board>/settings/record/", record.record, name="record"),
    path("<slug:board>/settings/ratings/", settings.board_ratings, name="board_ratings"),
    path("<slug:board>/logo", settings.board_logo, name="board_logo"),
    path("<slug:board>/colour.css", settings.board_colour, name="board_colour"),
]
