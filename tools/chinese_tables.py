"""Make the tables of Chinese that misspellings are told by: `src/jibiao/checks/writing/chinese/`.

    pip install -e .[tables] && python tools/chinese_tables.py

words.txt: for every character it and the words of two to four that begin with it, by how rare they are: `12` stands before
those that are about e⁻¹² of all words. Of jieba's dictionary (Sun Junyi, MIT), those that it counted often enough. ends.txt,
begins.txt: how those of four go on behind their first two characters, and what stands before their last two.
sounds.txt: syllables without tones, each with its characters, but for readings that words hardly have (家 as jie); of pypinyin
(mozillazg, MIT). looks.txt: characters that are taken for one another when read or drawn, as likened here: both drawn in
Noto Sans and Noto Serif (Debian's fonts-noto-cjk), blurred a little, and laid on one another. No table of others is used for
that. Characters that no text of today has (岀, 穏) have a line as well: which common ones they look like most.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from importlib import resources
from pathlib import Path

import jieba
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from pypinyin import Style, pinyin
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.phrases_dict import phrases_dict

OUT = Path(__file__).parent.parent / "src" / "jibiao" / "checks" / "writing" / "chinese"
FONTS = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc")
SIMPLIFIED = 2
"""The number of the simplified Chinese face in each of the fonts."""
OFTEN, OFTEN_OF_TWO = 20, 3
"""So often a word is counted by jieba, at the least; one of two characters."""
ALIKE, MOST = 0.86, 8
"""How far two drawings agree, and of how many others with one."""
STRANGE, MOST_STRANGE = 0.86, 2
"""The same for a character that no text of today has."""
READ = 0.05
"""So much of the words that a character stands in have a reading of it, at the least."""
_HAN = re.compile(r"[\u4e00-\u9fff]{1,4}")


def counted() -> dict[str, int]:
    """jieba's words of up to four characters, with how often each was met."""
    lines = (resources.files(jieba) / "dict.txt").read_text("utf-8").splitlines()
    words = (line.split()[:2] for line in lines)
    return {word: int(often) for word, often in words if _HAN.fullmatch(word)}


def in_gb2312(character: str) -> bool:
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def is_common(character: str) -> bool:
    """Whether it is of the first level of GB 2312 (3,755 characters)."""
    return character.encode("gb2312") < b"\xd8"


def readings() -> dict[str, Counter[str]]:
    """How many words have a character with a syllable."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word, sounds in phrases_dict.items():
        for character, sound in zip(word, sounds, strict=True):
            counts[character][to_normal(sound[0])] += 1
    return counts


def syllables(character: str, counts: Counter[str]) -> set[str]:
    """Its pronunciations, without tones; ü is v. Not those that hardly a word has."""
    first, *others = pinyin(character, Style.NORMAL, heteronym=True, v_to_u=False)[0]
    read = {one for one in others if counts[one] > READ * counts.total()}
    return {one for one in {first, *read} if one.isalpha()}


def drawn(character: str, font: ImageFont.FreeTypeFont) -> np.ndarray:
    image = Image.new("L", (56, 56))
    ImageDraw.Draw(image).text((8, 0), character, font=font, fill=255)
    pixels = np.asarray(image.filter(ImageFilter.GaussianBlur(1.6)), dtype=np.float32).ravel()
    pixels = pixels - pixels.mean()
    return pixels / np.linalg.norm(pixels)


def look_alikes(characters: list[str], strange: list[str]) -> dict[str, set[str]]:
    """What the characters look like among themselves, and what the strange ones look like of them."""
    agreement = np.zeros((len(characters) + len(strange), len(characters)), dtype=np.float32)
    for name in FONTS:
        font = ImageFont.truetype(name, 40, index=SIMPLIFIED)
        pixels = np.stack([drawn(character, font) for character in characters + strange])
        agreement += pixels @ pixels[: len(characters)].T / len(FONTS)
    alike: dict[str, set[str]] = defaultdict(set)
    for number, character in enumerate(characters):
        for other in np.argsort(-agreement[number])[: MOST + 1]:
            if other != number and agreement[number, other] >= ALIKE:
                alike[character].add(characters[other])
                alike[characters[other]].add(character)
    for number, character in enumerate(strange, len(characters)):
        best = np.argsort(-agreement[number])[:MOST_STRANGE]
        near = {characters[other] for other in best if agreement[number, other] >= STRANGE}
        if near := set(filter(is_common, near)):
            alike[character] = near
    return alike


def main() -> None:
    often = counted()
    characters = sorted(word for word in often if len(word) == 1 and in_gb2312(word))
    known = set(characters)
    total = sum(often.values())
    by_first: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for word, count in sorted(often.items()):
        wanted = len(word) == 1 or count >= (OFTEN_OF_TWO if len(word) == 2 else OFTEN)
        if wanted and known.issuperset(word):
            by_first[word[0]][round(-math.log(count / total))].append(word)
    lines = [
        ";".join([first, *(f"{rarity} {' '.join(words)}" for rarity, words in sorted(by_rarity.items()))])
        for first, by_rarity in sorted(by_first.items())
    ]
    (OUT / "words.txt").write_text("\n".join(lines) + "\n", "utf-8")

    ends: dict[str, list[str]] = defaultdict(list)
    begins: dict[str, list[str]] = defaultdict(list)
    for _, by_rarity in sorted(by_first.items()):
        for _, words in sorted(by_rarity.items()):
            for word in words:
                if len(word) == 4:
                    ends[word[:2]].append(word[2:])
                    begins[word[2:]].append(word[:2])
    for name, halves in (("ends.txt", ends), ("begins.txt", begins)):
        lines = [f"{half} {' '.join(others)}" for half, others in sorted(halves.items())]
        (OUT / name).write_text("\n".join(lines) + "\n", "utf-8")

    by_sound: dict[str, list[str]] = defaultdict(list)
    counts = readings()
    for character in characters:
        for one in syllables(character, counts[character]):
            by_sound[unicodedata.normalize("NFC", one)].append(character)
    lines = [f"{one} {''.join(same)}" for one, same in sorted(by_sound.items())]
    (OUT / "sounds.txt").write_text("\n".join(lines) + "\n", "utf-8")

    strange = [one for one in map(chr, range(0x4E00, 0xA000)) if one not in known]
    lines = [
        f"{one} {''.join(sorted(others))}" for one, others in sorted(look_alikes(characters, strange).items())
    ]
    (OUT / "looks.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
