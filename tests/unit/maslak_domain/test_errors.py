from __future__ import annotations

from maslak_domain.errors import Category, ConflictError, DomainError, NotFoundError, TooManyError


def test_error_carries_its_code_detail_and_what_a_message_needs():
    error = ConflictError("begin at 7", expected=7)
    assert (error.code, error.category, error.detail, error.params) == ("conflict", Category.CONFLICT, "begin at 7", {"expected": 7})
    assert str(error) == "begin at 7"


def test_error_without_words_says_its_code_in_words():
    assert TooManyError().detail == "too many"


def test_parameter_may_be_called_detail():
    assert NotFoundError("no such page", detail="x").params == {"detail": "x"}


def test_every_category_of_the_tree_has_one_error_with_a_code_of_its_own():
    direct = [each for each in DomainError.__subclasses__() if each.__module__ == "maslak_domain.errors"]
    assert sorted(each.category for each in direct) == sorted(Category)
    assert len({each.code for each in direct}) == len(direct)
