"""Addresses of the proposals room."""

from django.urls import include, path

from .views import attachments, checks, proposal, rich_text, rounds, saved_filters

urlpatterns = [
    path("runder/", rounds.rounds, name="rounds"),
    path("runder/<int:pk>/", rounds.round_page, name="round"),
    path("runder/<int:pk>/liste.xlsx", rounds.round_export, name="round-export"),
    path("runder/<int:pk>/nyt/", rounds.new_proposal, name="proposal-new"),
    path("forslag/<int:pk>/", proposal.proposal_home, name="proposal"),
    path("forslag/<int:pk>/tjek/", checks.checks, name="checks"),
    path("forslag/<int:pk>/tjek/fund/<slug:key>/", checks.finding, name="finding"),
    path("forslag/<int:pk>/tjek/vurdering/<int:dismissal>/", checks.finding_bring_back, name="finding-bring-back"),
    path("forslag/<int:pk>/filer/", attachments.attachments, name="attachments"),
    path("forslag/<int:pk>/fil/<int:file>/", attachments.attachment, name="attachment"),
    path("forslag/<int:pk>/fil/<int:file>/fjern/", attachments.attachment_remove, name="attachment-remove"),
    path("filtre/gem/", saved_filters.save, name="saved-filter-save"),
    path("filtre/<int:pk>/slet/", saved_filters.delete, name="saved-filter-delete"),
    path("filtre/<int:pk>/standard/", saved_filters.default, name="saved-filter-default"),
    path("tekst/ren/", rich_text.clean_pasted, name="rich-text-clean"),
    path("", include("proposals.section_urls")),
    path("", include("proposals.reuse_urls")),
]
