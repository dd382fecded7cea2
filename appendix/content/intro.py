"""The introduction of the appendix in words: how many proposals, how they were judged, and the pools."""

from __future__ import annotations

from proposals.economy.numbers import million
from proposals.economy.pools import Introduction, PoolStatus

_POOLS = {
    "all": ("investeringspuljerne", "puljerne"),
    "investment": ("investeringspuljen", "puljen"),
    "innovation": ("innovationspuljen", "puljen"),
}


TO_THE_POOLS = "til investeringspuljerne"


def introduction_paragraphs(
    numbers: Introduction, round_name: str, price_level: int, approach: str = TO_THE_POOLS
) -> list[str]:
    """The paragraphs of the computed introduction, in plain Danish; `approach` says what is applied for."""
    found = [" ".join(_sentences(numbers, round_name, approach))]
    if numbers.proposals:
        found += _money(numbers, price_level)
    return found


def _sentences(numbers: Introduction, round_name: str, approach: str) -> list[str]:
    # "Budget 2026" and "Overførselssagen 2025-2026" are common nouns within a sentence.
    about = f"mhp. at indgå i forhandlingerne om {round_name[:1].lower()}{round_name[1:]}"
    if numbers.proposals == 0:
        return [f"Der er ingen indkomne ansøgninger {approach} {about}."]
    if numbers.proposals == 1:
        return [f"I bilaget fremlægges 1 indkommen ansøgning {approach} {about}.", *_judged_one(numbers)]
    return [
        f"I bilaget fremlægges {numbers.proposals} indkomne ansøgninger {approach} {about}.",
        *_judged(numbers),
    ]


def _judged_one(numbers: Introduction) -> list[str]:
    if numbers.met:
        return ["Forslaget lever op til kriterierne for at få midler fra investeringspuljerne."]
    if numbers.separate_political_priority:
        return ["Forslaget fremsættes til særskilt politisk prioritering."]
    if numbers.not_met:
        return ["Forslaget lever ikke op til kriterierne for at få midler fra investeringspuljerne."]
    return ["Det er endnu ikke vurderet, om forslaget lever op til kriterierne."]


def _judged(numbers: Introduction) -> list[str]:
    whole = numbers.proposals
    criteria = "kriterierne for at få midler fra investeringspuljerne"
    if numbers.undecided == whole:
        return ["Det er endnu ikke vurderet, om forslagene lever op til kriterierne."]
    if numbers.met == whole:
        return [f"{'Begge' if whole == 2 else f'Alle {whole}'} forslag lever op til {criteria}."]
    first = f"{numbers.met or 'Ingen'} af de {whole} forslag lever op til {criteria}"
    rest = []
    if numbers.separate_political_priority:
        rest.append(f"{numbers.separate_political_priority} forslag fremsættes til særskilt politisk prioritering")
    if numbers.not_met and numbers.met:
        rest.append(f"{numbers.not_met} forslag ikke lever op til kriterierne")
    if numbers.undecided:
        rest.append(f"{numbers.undecided} forslag endnu ikke er vurderet")
    return [f"{first}, mens {_listed(rest)}." if rest else f"{first}."]


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} og {parts[-1]}"


def _money(numbers: Introduction, price_level: int) -> list[str]:
    if not numbers.pools:
        return [f"Der er indkommet forslag for samlet {million(numbers.asked)} mio. kr. ({price_level} p/l)."]
    return [_pool(pool, price_level) for pool in numbers.pools]


def _pool(pool: PoolStatus, price_level: int) -> str:
    name, short = _POOLS[pool.kind]
    asked = f"{million(pool.asked)} mio. kr."
    if pool.remaining_before is None or pool.remaining_after is None:
        return f"Der er indkommet forslag til {name} for samlet {asked} ({price_level} p/l)."
    before = f"Der resterer {million(pool.remaining_before)} mio. kr. ({price_level} p/l) i {name}"
    after = million(abs(pool.remaining_after))
    rest = (
        f"Hvis alle forslag vedtages, resterer der {after} mio. kr."
        if pool.remaining_after >= 0
        else f"Hvis alle forslag vedtages, mangler der {after} mio. kr. i {short}."
    )
    return f"{before}, og der er indkommet forslag for samlet {asked} {rest}"
