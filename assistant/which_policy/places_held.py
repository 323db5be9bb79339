"""Where the policies of a library hold (适用的地方), against the places that a question names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from assistant.which_policy.directory import Meant, PolicyDirectory, place_conflict
from assistant.which_policy.places import holds, is_listed, most_spoken_of
from corpus import Clause, Policy
from index.tokens import fold


class PlacesHeld:
    """The places of some policies; what a question means (``Meant``) is compared with them."""

    def __init__(
        self, policies: Mapping[str, Policy], directory: PolicyDirectory, mentioning: Callable[[str], Sequence[Policy]]
    ) -> None:
        """``policies`` by id, as ``directory`` has them; ``mentioning`` tells those whose text holds a word."""
        self._policies = policies
        self._directory = directory
        self._mentioning = mentioning
        self._spoken_of: dict[str, tuple[str, ...]] = {}

    def of(self, policy: Policy) -> tuple[str, ...]:
        """Where a policy holds, by its title and issuer, or else the place it speaks of most; () for the whole country."""
        if policy.id not in self._spoken_of:
            self._spoken_of[policy.id] = self._directory.places_of(policy) or most_spoken_of(fold(policy.text))
        return self._spoken_of[policy.id]

    def foreign(self, meant: Meant) -> str:
        """The first place a question names, if none that it names stands in any policy or lies where one holds; "" otherwise."""
        if not meant.places or any(map(self._mentioning, meant.places)):
            return ""
        return "" if any(holds(outer, place) for place in meant.places for outer in self._held) else meant.places[0]

    def without_policy(self, meant: Meant) -> str:
        """The first place a question names that no policy is of; "" if each has one."""
        return next((place for place in meant.places if place not in self._held), "")

    def speaks_for_none(self, meant: Meant, policy: Policy, clause: Clause) -> bool:
        """True if a question names provinces or cities, there is no policy of any place it names, and the clause is of a policy of the
        state and does not speak of one: it is then their answer only where it surely answers."""
        if not any(map(is_listed, meant.places)) or meant.named or self.of(policy) or len(self._policies) == 1:
            return False
        return not self._held & set(meant.places) and not any(place in clause.text for place in meant.places)

    def elsewhere(self, meant: Meant, policy: Policy, clause: Clause) -> bool:
        """True if a policy holds in another place than the question names, and the clause does not speak of that place."""
        conflict = place_conflict(meant.places, self._directory.places_of(policy))
        return conflict and not any(place in clause.text for place in meant.places)

    def of_another(self, meant: Meant, policy: Policy) -> bool:
        """True if a question names places and a policy is of another: by its title and issuer, or by the place it speaks of most."""
        named_in_it = any(not is_listed(place) and place in policy.text for place in meant.places)
        return not named_in_it and place_conflict(meant.places, self.of(policy))

    @cached_property
    def _held(self) -> frozenset[str]:
        return frozenset(place for policy in self._policies.values() for place in self._directory.places_of(policy))
