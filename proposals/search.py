"""Search in proposals: PostgreSQL's Danish full text there, plain matching of every word on SQLite."""

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Q, QuerySet


def search(proposals: QuerySet, words: str) -> QuerySet:
    """The proposals that hold all the words, or have them as their number. Rights are filtered before."""
    words = words.strip()
    if not words:
        return proposals
    number = Q(number__iexact=words)
    if connection.vendor == "postgresql":
        vector = SearchVector("search_text", config="danish")
        query = SearchQuery(words, config="danish", search_type="websearch")
        return proposals.annotate(found=vector).filter(Q(found=query) | number)
    everywhere = Q()
    for word in words.casefold().split():
        everywhere &= Q(search_text__contains=word)
    return proposals.filter(everywhere | number)
