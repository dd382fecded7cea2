"""Search in proposals: PostgreSQL's Danish full text there, plain matching of every word on SQLite."""

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat

from accounts.policy import proposals_where_may


def search(proposals: QuerySet, words: str, reader: Any) -> QuerySet:
    """The proposals that hold all the words where this person may read them, or have them as their number.

    Which proposals the person may see is filtered before.
    """
    words = words.strip()
    if not words:
        return proposals
    number = Q(number__iexact=words)
    everything = Concat("search_text", Value("\n"), "confidential_words", output_field=TextField())
    may_read_all = When(proposals_where_may(reader, "read_confidential"), then=everything)
    proposals = proposals.annotate(readable=Case(may_read_all, default=F("search_text")))
    if connection.vendor == "postgresql":
        vector = SearchVector("readable", config="danish")
        query = SearchQuery(words, config="danish", search_type="websearch")
        return proposals.annotate(found=vector).filter(Q(found=query) | number)
    everywhere = Q()
    for word in words.casefold().split():
        everywhere &= Q(readable__contains=word)
    return proposals.filter(everywhere | number)
