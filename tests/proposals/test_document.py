"""The typed document: canonical form, fingerprint, and the chain that raises old content."""

import json

import pytest
from pydantic import ValidationError

from proposals.assemble import assemble
from proposals.contents import AllocationContent, EconomyContent, TextContent
from proposals.document import canonical_bytes, dump, fingerprint, parse
from proposals.drafts import save_section
from proposals.upgrades import CURRENT, UnknownSchema, upgrade_content


@pytest.fixture
def proposal(make_proposal):
    return make_proposal(title="Færre kvadratmeter")


def test_the_canonical_form_does_not_depend_on_the_order_of_keys():
    one = canonical_bytes({"b": 1, "a": {"d": [1, 2], "c": "æøå"}})
    other = canonical_bytes({"a": {"c": "æøå", "d": [1, 2]}, "b": 1})

    assert one == other == '{"a":{"c":"æøå","d":[1,2]},"b":1}'.encode()


def test_the_fingerprint_is_the_sha256_of_the_canonical_form():
    assert fingerprint(b"{}") == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_a_document_survives_its_canonical_form(proposal):
    document = assemble(proposal)

    read = parse(json.loads(canonical_bytes(dump(document))))

    assert read == document
    assert canonical_bytes(dump(read)) == canonical_bytes(dump(document))


def test_process_facts_do_not_change_the_fingerprint(proposal):
    before = fingerprint(canonical_bytes(dump(assemble(proposal))))

    proposal.number, proposal.criteria, proposal.confidential = "BC07", "met", True
    proposal.save()

    assert fingerprint(canonical_bytes(dump(assemble(proposal)))) == before


def test_any_change_of_content_changes_the_fingerprint(proposal, make_user):
    before = fingerprint(canonical_bytes(dump(assemble(proposal))))

    section = proposal.sections.get(key="description")
    save_section(section, TextContent(text="<p>Nyt</p>"), base_version=0, by=make_user("writer"))
    proposal = type(proposal).objects.get(pk=proposal.pk)

    assert fingerprint(canonical_bytes(dump(assemble(proposal)))) != before


def test_guidance_is_never_part_of_the_signed_document(proposal):
    assert proposal.template.sections.exclude(guidance="").exists()

    assert {section.guidance for section in assemble(proposal).template.sections} == {""}


def test_a_template_changed_later_does_not_change_a_frozen_document(proposal):
    frozen = canonical_bytes(dump(assemble(proposal)))

    proposal.template.sections.filter(key="description").update(heading="Noget helt andet")

    assert "Noget helt andet" not in str(parse(json.loads(frozen)))


def test_content_of_schema_1_is_raised():
    old = {
        "schema": 1,
        "kind": "economy",
        "html": "<p>x</p>",
        "price_level": 2025,
        "first_year": 2024,
        "last_year": 2026,
    }

    raised = upgrade_content(old)

    assert EconomyContent.model_validate(raised) == EconomyContent(
        text="<p>x</p>", price_level=2025, years=[2024, 2025, 2026]
    )
    assert old["schema"] == 1, "the stored content is left as it was"


def test_a_document_of_schema_1_is_raised_with_its_sections(proposal):
    document = assemble(proposal)
    old = dump(document)
    old["schema"] = 1
    for section in old["sections"]:
        content = section["content"]
        content["schema"] = 1
        if "text" in content:
            content["html"] = content.pop("text")
        if content["kind"] == "economy":
            years = content.pop("years")
            content["first_year"], content["last_year"] = years[0], years[-1]

    assert parse(old) == document


def test_content_from_a_newer_program_is_refused():
    with pytest.raises(UnknownSchema):
        upgrade_content({"schema": CURRENT + 1, "kind": "text"})


@pytest.mark.parametrize("amount", [1.5, "12", True, None])
def test_only_whole_numbers_are_amounts(amount):
    line = {"id": "a", "kind": "permanent", "amounts": {"2026": amount}}

    with pytest.raises(ValidationError):
        EconomyContent.model_validate({"price_level": 2026, "years": [2026], "lines": [line]})


def test_amounts_by_unit_do_not_follow_the_order_in_which_they_are_stored():
    stored = {"amounts": {"TMF": {"2027": 2, "2026": 1}, "KEJD": {"2026": 3}}}
    read = AllocationContent.model_validate(stored).amounts
    assert [(unit, list(row.items())) for unit, row in read.items()] == [
        ("KEJD", [(2026, 3)]),
        ("TMF", [(2026, 1), (2027, 2)]),
    ]
