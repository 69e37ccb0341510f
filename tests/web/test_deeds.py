"""The table of acts against the law's table of steps: same names, roles that may, papers where they are needed."""

from __future__ import annotations

from downrange.law.enforcement.course import COURSE_RULES
from downrange.law.enforcement.steps import RULES
from downrange.web.deed_forms import Around, deed_form
from downrange.web.deeds import CLAIM_DEEDS, MEASURE_DEEDS, side_of
from downrange.web.policy import POLICY, Role, Standing, Who

OF_THE_WHOLE_PROCEEDING = {"draft", "lapse", "release"}


def test_every_step_of_the_law_can_be_taken_and_by_its_own_roles_only() -> None:
    assert set(MEASURE_DEEDS) == set(RULES) - OF_THE_WHOLE_PROCEEDING
    for name, deed in MEASURE_DEEDS.items():
        assert set(deed.roles) <= set(RULES[name].roles), name
        assert deed.paper == RULES[name].document, name


def test_the_steps_of_a_proceeding_are_there_but_for_the_plan() -> None:
    assert set(COURSE_RULES) - set(CLAIM_DEEDS) == {"plan"}
    for name in set(COURSE_RULES) & set(CLAIM_DEEDS):
        assert set(CLAIM_DEEDS[name].roles) <= set(COURSE_RULES[name].roles), name
        assert deed_needs_paper(name) == COURSE_RULES[name].document, name


def deed_needs_paper(name: str) -> bool:
    return CLAIM_DEEDS[name].paper


def test_only_parties_act_for_themselves_and_only_an_approver_approves() -> None:
    for deed in (*MEASURE_DEEDS.values(), *CLAIM_DEEDS.values()):
        expected = {
            "object": {Role.DEBTOR, Role.CREDITOR},
            "approve": {Role.APPROVER},
            "reject": {Role.APPROVER},
        }
        assert POLICY[deed.action] == expected.get(deed.name, {Role.BAILIFF}), deed.name
        assert deed.by_party is (deed.name == "object")


def test_a_party_objects_as_the_party_it_is() -> None:
    """ENF 10(5), 127: debtor and creditor; a third party's objection is put on record by the bailiff."""
    from downrange.inputs.cases import read_case

    claim, deed = read_case("tsenki-2023").case.claims[0], MEASURE_DEEDS["object"]

    def side(role: Role, party: str) -> tuple[str, str]:
        return side_of(Who(7, "x", (Standing(role, "tsenki-2023", party),)), deed, "tsenki-2023", claim)

    assert side(Role.DEBTOR, claim.debtor) == ("debtor", claim.debtor)
    assert isinstance(claim.creditor, str)
    assert side(Role.CREDITOR, claim.creditor) == ("creditor", claim.creditor)
    assert side(Role.CREDITOR, "party/stranger") == ("debtor", claim.debtor)  # which the table then refuses


def test_every_act_has_a_form() -> None:
    from datetime import date

    around = Around(date(2023, 5, 1), ("asset/a",), ("use in place",))
    for deed in (*MEASURE_DEEDS.values(), *CLAIM_DEEDS.values()):
        assert {"on", "document", *deed.fields} <= set(deed_form(deed, around).fields), deed.name
