"""How well a few typed letters fit a sentence: the search behind "Find any action".

Letters must come in their order, not side by side: "dl" finds "Duplicate layer". Word starts count more.
"""

START, NEXT, LETTER = 8, 5, 1  # for a letter that starts a word, that follows the one before, any other
WHOLE, FIRST = 12, 2  # more for typed words that begin a word as they are, or even the first one
TIP_SHARE = 0.25  # of the points, where only the tip has what was typed


def score(typed: str, words: str, tip: str = "") -> float | None:
    """Points of a command for what was typed, more is better; None where a typed word is in neither.

    Every typed word is looked for in `words`; in `tip`, which is long, it must begin a word.
    """
    points = 0.0
    for word in typed.casefold().split():
        found = _in_words(word, words.casefold())
        if found is None:
            found = _in_tip(word, tip.casefold())
        if found is None:
            return None
        points += found
    return points - len(words) / 1000  # of two that fit alike the shorter one


def _in_words(word: str, text: str) -> float | None:
    """Points of the best way to find the letters in their order."""
    if _begins_a_word(word, text):
        return len(word) * START + WHOLE + (FIRST if text.startswith(word) else 0)
    best: list[float | None] = [None] * len(text)  # points of the letters so far, the last one standing here
    for place, letter in enumerate(word):
        before, best = best, [None] * len(text)
        reached = None if place else 0.0  # the best of the letters before, further to the left
        for k, there in enumerate(text):
            beside = before[k - 1] if k else None
            if there == letter:
                best[k] = _points(text, k, reached, beside)
            if beside is not None:
                reached = max(reached or 0.0, beside)
    return max((points for points in best if points is not None), default=None)


def _points(text: str, k: int, reached: float | None, beside: float | None) -> float | None:
    """The better of two ways to letter k: from its neighbour, or over a gap."""
    own = START if k == 0 or not text[k - 1].isalnum() else LETTER
    over = None if reached is None else reached + own
    return over if beside is None else max(over or 0.0, beside + max(own, NEXT))


def _in_tip(word: str, text: str) -> float | None:
    return len(word) * NEXT * TIP_SHARE if _begins_a_word(word, text) else None


def _begins_a_word(word: str, text: str) -> bool:
    at = text.find(word)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(word, at + 1)
    return at >= 0
