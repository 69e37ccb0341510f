from downrange.evidence.intake import actor, actors


def test_the_actor_that_others_import_is_one_and_the_same() -> None:
    assert actors.Actor is actor.Actor
    assert actor.Actor("TsENKI", "tsenki", "company", 0, 6).title is None
