"""Addresses of the reviews room."""

from django.urls import include, path

from .views import answer, booking, comments, compare, hearings, history, messages, outbox, process

urlpatterns = [
    path("runder/<int:pk>/udbakke/", outbox.outbox, name="outbox"),
    path("runder/<int:pk>/udbakke/<int:message>/", outbox.message, name="outbox-message"),
    path("beskeder/", messages.inbox, name="messages"),
    path("beskeder/<int:pk>/", messages.message, name="message"),
    path("beskeder/laest/", messages.all_read, name="messages-read"),
    path("beskeder/valg/", messages.choices, name="message-choices"),
    path("runder/<int:pk>/opsaetning/", include("reviews.setup_urls")),
    path("runder/<int:pk>/overblik/", include("reviews.desk_urls")),
    path("runder/<int:pk>/moeder/", include("reviews.meeting_urls")),
    path("forslag/<int:pk>/moede/<slug:kind>/<str:code>/", booking.book_page, name="booking-new"),
    path("booking/<int:pk>/flyt/", booking.move_page, name="booking-move"),
    path("booking/<int:pk>/tag-af/", booking.cancel_page, name="booking-cancel"),
    path("forslag/<int:pk>/sagsgang/", process.process_page, name="process"),
    path("forslag/<int:pk>/handling/<slug:action>/", process.action_page, name="action"),
    path("forslag/<int:pk>/hoeringer/", hearings.hearings_page, name="hearings"),
    path("forslag/<int:pk>/hoeringer/ny/", hearings.ask_page, name="hearing-ask"),
    path("forslag/<int:pk>/hoeringer/svar/", hearings.record_page, name="hearing-record"),
    path("forslag/<int:pk>/hoeringer/<slug:body>/tilsidesaet/", hearings.overrule_page, name="hearing-overrule"),
    path("forslag/<int:pk>/hoeringer/<slug:body>/behov/", hearings.need_page, name="hearing-need"),
    path("hoering/<int:pk>/uaendret/", answer.affirm_page, name="hearing-affirm"),
    path("hoering/<int:pk>/forny/", answer.renew_page, name="hearing-renew"),
    path("hoering/<int:pk>/", answer.answer_page, name="hearing-answer"),
    path("hoering/<int:pk>/traek-tilbage/", answer.withdraw_page, name="hearing-withdraw"),
    path("forslag/<int:pk>/kommentarer/", comments.comments_page, name="comments"),
    path("forslag/<int:pk>/kommentarer/<int:comment>/", comments.comment_page, name="comment"),
    path("forslag/<int:pk>/kommentarer/<int:comment>/ret/", comments.comment_edit, name="comment-edit"),
    path("forslag/<int:pk>/kommentarer/<int:comment>/<slug:step>/", comments.comment_step, name="comment-step"),
    path("forslag/<int:pk>/sammenlign/", compare.compare_page, name="compare"),
    path("forslag/<int:pk>/historik/", history.history_page, name="history"),
    path("forslag/<int:pk>/version/<int:number>/", history.revision_page, name="revision"),
]
