"""English is told from other languages, in doubt in favour of English."""

import tomllib

import pytest

from geomap.files import data_file
from geomap.reading.english import other_language

OTHERS = {
    "de": (
        "Nordkorea hat nach Angaben des Außenministers rund 8000 Soldaten in die Region Kursk "
        "geschickt. Sie sollen in den kommenden Tagen gegen ukrainische Truppen kämpfen, sagte er"
        " am Donnerstag."
    ),
    "nl": (
        "Noord-Korea heeft volgens de minister van Buitenlandse Zaken ongeveer 8000 soldaten naar"
        " de regio gestuurd. Ze zullen in de komende dagen tegen Oekraïense troepen vechten, zei "
        "hij donderdag."
    ),
    "fr": (
        "La Corée du Nord a envoyé quelque 8.000 soldats dans la région de Koursk. Ils devraient "
        "prendre part aux combats contre les forces ukrainiennes dans les prochains jours."
    ),
    "es": (
        "El grupo armado atacó la base militar en Tibú, dejando al menos doce soldados muertos y "
        "veinte heridos, según informó el ministerio de Defensa este viernes en Bogotá."
    ),
    "id": (
        "Pasukan Korea Utara telah dikirim ke wilayah Kursk untuk membantu Rusia dalam perang "
        "melawan Ukraina, kata menteri luar negeri pada hari Kamis dalam konferensi pers."
    ),
    "sw": (
        "Jeshi la Kongo limesema kuwa waasi wameteka mji wa Sake karibu na Goma siku ya Jumanne "
        "na kusababisha maelfu ya watu kukimbia makazi yao kuelekea magharibi mwa nchi."
    ),
}
ENGLISH = [
    (
        "Goma: M23 rebels Sake, Masisi, Rutshuru, Kanyabayonga, Bukavu FARDC Wazalendo FDLR "
        "Nyiragongo Kibumba Kitchanga Walikale Pinga Lubero Butembo Beni Uvira"
    ),
    (
        "Drone strikes hit Odesa port, 3 killed. Russia shells Kharkiv suburbs overnight. "
        "Zelensky meets Macron, Paris. IDF raids Jenin, 4 dead. RSF captures Babanusa base, army "
        "denies."
    ),
    (
        "- Kupiansk axis: 4 attacks repelled - Lyman axis: 12 clashes, Terny, Torske - Pokrovsk: "
        "38 assaults repelled, Lysivka, Zvirove. Losses: 1,120 personnel, 7 tanks, 22 artillery "
        "systems, 64 UAVs"
    ),
    (
        "Gunmen don attack village for Zamfara State, kill at least ten people and carry many "
        "women go bush, na so police tok for statement wey dem release on Friday."
    ),
    "Kyiv.",
    "8,000",
    "",
    ("Отряд «Ахмат»: the commander said that his unit had left the village and that two men were wounded."),
]


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_is_told(language):
    assert other_language(OTHERS[language]) == f"the language '{language}'"


@pytest.mark.parametrize(
    "text",
    [
        "Пхеньян направил войска",
        "أعلنت القوات المسلحة السودانية استعادة مدينة ود مدني",
        "조선민주주의인민공화국 군대가 쿠르스크에 파견되었다",
        "တပ်မတော်က လားရှိုးမြို့ကို ဗုံးကြဲ တိုက်ခိုက်",
    ],
)
def test_another_script_is_told_however_short(text):
    assert other_language(text) == "a language in another script than Latin"


@pytest.mark.parametrize("text", ENGLISH)
def test_english_of_every_style_passes(text):
    assert other_language(text) is None


def test_the_word_list_is_lower_case_and_without_doubles():
    words = tomllib.loads(data_file("english.toml").read_text())["words"]
    assert len(words) == len(set(words))
    assert all(word == word.lower().strip() for word in words)
