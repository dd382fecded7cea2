"""Addresses of the appendix room."""

from django.urls import path

from .views import editions, empty_form, errata, jobs, preview, proof, reconciliation, round_appendix, web

urlpatterns = [
    path("runder/<int:pk>/opsaetning/skabelon/<slug:type>/tom/", empty_form.empty_form, name="round-setup-empty"),
    path("runder/<int:pk>/bilag/", round_appendix.appendix, name="appendix"),
    path("runder/<int:pk>/bilag/<int:bilag>/", round_appendix.appendix, name="appendix"),
    path("runder/<int:pk>/bilag/<int:bilag>/indledning/", round_appendix.change_intro, name="appendix-intro"),
    path("runder/<int:pk>/bilag/<int:bilag>/dan/", round_appendix.build_appendix, name="appendix-build"),
    path("runder/<int:pk>/bilag/trykt/", reconciliation.reconciliation, name="reconciliation"),
    path("udgave/<int:pk>/", editions.edition_page, name="edition"),
    path("udgave/<int:pk>/kontrol/", editions.check_page, name="edition-check"),
    path("udgave/<int:pk>/dan-igen/", proof.build_again, name="edition-build-again"),
    path("udgave/<int:pk>/kontrolark.pdf", proof.control_sheet_pdf, name="control-sheet"),
    path("udgave/<int:pk>/rettelsesblad/", errata.errata_page, name="errata"),
    path("udgave/<int:pk>/rettelsesblad/<int:old>/dan/", errata.build_errata, name="errata-build"),
    path("rettelsesfil/<int:pk>/", jobs.errata_file, name="errata-file"),
    path("udgave/<int:pk>/web/", web.edition_web, name="edition-web"),
    path("udgave/<int:pk>/offentlig/", web.publish_page, name="edition-publish"),
    path("offentlig/<str:token>/", web.public_web, name="public-edition"),
    path("offentlig/<str:token>/<slug:format>/", web.public_file, name="public-file"),
    path("udgave/<int:pk>/pakke/", editions.order_package_page, name="package-build"),
    path("pakke/<int:pk>/", jobs.package_file, name="package-file"),
    path("job/<int:pk>/", jobs.job, name="job"),
    path("job/<int:pk>/afbryd/", jobs.cancel_job, name="job-cancel"),
    path("job/<int:pk>/igen/", jobs.retry_job, name="job-retry"),
    path("bilagsfil/<int:pk>/", jobs.export_file, name="export-file"),
    path("forslag/<int:pk>/visning/", preview.preview, name="preview"),
    path("forslag/<int:pk>/visning.pdf", preview.preview_pdf, name="preview-pdf"),
    path("forslag/<int:pk>/visning.docx", preview.preview_docx, name="preview-docx"),
]
