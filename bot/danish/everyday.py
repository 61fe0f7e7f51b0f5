"""How much it touches everyday life, which help is there already, and who writes.

Each rule is (kind, code, pattern) in the order in which they are tried; of impact and audience only the first that fits counts.
"""

# ruff: noqa: E501 - one rule a line is easier to review than a broken one
from __future__ import annotations

import re
from collections.abc import Iterator

from bot.danish import helps

Rule = tuple[str, str, re.Pattern[str]]
# What may stand around a short answer without changing it.
FILL = r"(?:(?:ja|jo|jah|nej|næ|øh+|hm+|tja|altså|det|den|vi|jeg|synes|tror|vil|sige|ville|nok|vel|bare|så|ret|faktisk|desværre|egentlig|påvirker|påvirkes|fylder|er|gør|går|ud|over|mig|os|ham|hende|for|har|i|hverdagen|sådan|men|meget|rigtig|nærmest|næsten|og|ca|cirka|helt|kun)\W+)*"
TAIL = r"(?:\W+(?:synes|tror|jeg|vi|nok|desværre|faktisk|egentlig|lige|nu|i|hverdagen|af|den|det|tiden|for|mig|os|ham|hende|vel|måske|fylder|påvirker))*"


def _alone(words: str) -> str:
    """A pattern for a whole message that says no more than `words`."""
    return rf"^\W*{FILL}(?:{words}){TAIL}\W*$"


TOUCHES = r"(?:påvirke\w*|fylde\w*|går ud over|gik ud over|ødelægger|betyder)"
VERY = r"(?:rigtig|temmelig|temlig|rimelig|ret|ret så|vildt|helt vildt|virkelig|super|mega|enormt|utrolig\w*|sindssyg\w*|ekstremt?|alt for|for|så|særlig|særligt|specielt|vildt|super|lidt for)"
CHILD = r"(?:søn|sønn|søøn|datter|dater|datte|dotter|dreng|pige|barn|børn|knægt|tøs|teenager|\w*tvilling\w*|ældste|yngste|mellemste|papdatter|papsøn|papbarn|stedsøn|steddatter|bonusdatter|bonussøn|bonusbarn|plejebarn|plejesøn|plejedatter|adoptivsøn|adoptivdatter|barnebarn)"
JOB = r"(?:\w*lærer|praktiserende læge|\w*læge|\w*pædagog|sundhedsplejerske|\w*sygeplejerske|skoleleder|afdelingsleder|\w*psykolog|\w*sagsbehandler|\w*rådgiver|\w*vejleder|\w*konsulent|ssp-?\w*|akt-?\w*|ppr-?\w*|inklusions\w*|psykiater|støtteperson|kontaktperson|skolepædagog|børneleder|skoleinspektør|viceskoleleder|ergoterapeut|fysioterapeut|jordemoder)"
RAW = (
    ("impact", "none", _alone(r"(?:det |alt |alting |alt andet |alt det andet |hun |han |jeg |vi )?(?:går|klarer (?:sig|mig|os|den|det)|er|fungerer) (?:fint|godt|ok|okay|normalt)(?: ellers| i skolen| derhjemme| hjemme)?")),
    ("impact", "some", _alone(r"ikke (?:alt|alting|det hele)|lidt,? men ikke (?:så )?meget|ikke hele tiden|kun (?:om (?:aftenen|natten|morgenen)|i skolen|hjemme|i weekenden|nogle gange|på dårlige dage)")),
    ("impact", "almost_everything", rf"\b(?:næsten (?:det hele|alt(?:ing)?|hele (?:hverdagen|dagen))|{TOUCHES} (?:\w+ )?(?:det hele|alt(?:ing)?|hele (?:\w+ )?(?:hverdag\w*|dag\w*|liv\w*|familie\w*)|(?:vores|hele vores|hans|hendes|min) (?:hverdag|liv|familie))|(?<!ikke )alt(?:ing)? (?:er|går) (?:påvirket|ud over|svært|umuligt|i stå|lort|forfærdeligt|kaos|håbløst)(?! i ?dag)|hele (?:hverdagen|familien er (?:ramt|påvirket|slidt))|kommer (?:slet |overhovedet |næsten |jo )?ikke (?:ud|i skole|op)\b(?! til)|kommer (?:næsten )?aldrig (?:ud|i skole|op)\b|slet ikke i skole|(?:har|er) (?:slet |næsten )?(?:ikke|aldrig) (?:været |kommet )?i skole (?:i|siden|mere)\b|(?:går|kan) (?:slet |overhovedet )?(?:ikke|aldrig) (?:komme |gå |mere |længere )?i skole\b(?! (?:i dag|i morgen|endnu))|(?:stoppet|holdt op) med at (?:gå|komme) i skole|kan ingenting|orker ingenting|(?:kan|magter|orker) ikke (?:noget som helst|noget mere|noget som familie)|(?:alt|alting|hverdagen|hun|han|jeg|vi) går (?:helt |bare |fuldstændig )?i stå|forlader (?:aldrig|ikke) (?:\w+ )?(?:værelset?|sengen|huset)|på (?:sit |mit )?værelset? hele (?:dagen|tiden)|hjemme hver (?:eneste )?dag|ligger bare i sengen|ikke (?:været )?i skole i (?!dag|går|morgen|nat))"),
    ("impact", "almost_everything", _alone(r"det hele|hele dagen|hele livet|går i stå|alt|alting|alt sammen|alt det hele|over det hele|det meste(?: af (?:det|dagen|tiden|hverdagen))?|på alle måder|100 ?%|totalt?|fuldstændig\w*|konstant|hele tiden|hver (?:eneste )?dag|dagligt|dag og nat|24/7|døgnet rundt|vanvittig\w*")),
    ("impact", "none", rf"\b{TOUCHES} (?:det |den |os |mig |ham |hende )?(?:slet |overhovedet |næsten )?ikke(?! (?:så|særlig\w*|ret|specielt) )(?! bare)(?! kun)|\b{TOUCHES} (?:det |den |os |mig |ham |hende )?ikke {VERY} (?:meget|voldsomt|slemt)|\b(?:ingen betydning|går fint ellers|uden betydning|mærker (?:vi|jeg|han|hun) (?:ikke|ingenting)(?: noget)?\b(?! (?:når|om|hvis|at)))"),
    ("impact", "none", _alone(rf"(?:slet |overhovedet )?ikke|slet ikke noget|ingenting|ikke (?:{VERY} )?(?:meget|voldsomt|slemt|noget særligt|noget|det store|spor|hårdt|vildt)|næsten (?:ikke|ingenting)|ikke rigtigt?|0|nul|det går fint|går fint|intet særligt")),
    ("impact", "some", r"\b(?:kun lidt|en (?:lille )?smule|en anelse|(?:nogle gange|af og til|i perioder|til tider|engang imellem|en gang imellem|indimellem) (?:fylder|påvirker|går)|(?:fylder|påvirker|går ud over)[^.!?]{0,30} (?:lidt|noget|nogle gange|af og til|i perioder|til tider|indimellem|en smule))\b"),
    ("impact", "some", _alone(r"lidt|litt|lit|noget|en (?:lille )?smule|en anelse|nogle gange|i perioder|af og til|til tider|ind ?imellem|engang i ?mellem|en gang i ?mellem|sådan lidt|middel|mellem|moderat|nogenlunde|noget af det|både og|det svinger|det kommer an på dagen|midt ?i ?mellem|delvist|lidt af hvert|somme ?tider|somme dage|nogle dage|på dårlige dage|i ny og næ|nu og da")),
    ("impact", "a_lot", rf"\b{TOUCHES}[^.!?]{{0,25}} (?:meget|en (?:hel )?del|enormt|voldsomt|virkelig|hårdt)\b|\b(?:går|gik) (?:(?!ikke)\w+ )?ud over (?:\w+ )?(?:skole\w*|søvn\w*|venner\w*|familie\w*|venskaber\w*|lektier\w*|maden|fritid\w*)|\b(?:i høj grad|i stor grad|meget svært at få (?:hverdagen|dagen)|^\W*(?:(?:det|fylder|påvirker|ham|hende|mig)\W+)*så meget,? at\b)|\b(?:hverdagen|dagen) (?:hænger|fungerer|kører|virker) (?:slet |overhovedet )?ikke\b|\b(?:vil|gider|tør|orker) (?:\w+ )?ikke (?:\w+ )?(?:gå )?i skole\b|\bnægter (?:at (?:gå|komme|tage) )?i skole|\b(?:meget|højt|stort|bekymrende|\d{{1,3}} ?%|procent) (?:skole)?fravær|\bkan (?:hverken|ikke) (?:sove|spise) (?:og|eller) (?:ikke )?(?:sove|spise)"),
    ("impact", "a_lot", _alone(rf"(?:{VERY} ){{0,2}}meget|en del|en hel del|virkelig|enormt|voldsomt|ret voldsomt|hårdt|en masse|mest|slemt|ret slemt|stor|stort|helt vildt|mere og mere|(?:meget|virkelig) svært|(?:både )?(?:i )?skolen? (?:og|og med|samt) (?:i )?(?:hjemmet?|venner|derhjemme|hjemme|fritiden)")),
    ("audience", "professional", rf"\b(?:jeg (?:er|arbejder som|skriver som|er ansat som)|som) (?:en |uddannet |barnets |hans |hendes |elevens )?{JOB}\b|\b(?:min|en|vores|mine|en af mine) elev(?:er)?\b(?! hos)|\bfagperson\b|\b(?:min|en|vores) (?:\w+årig |mandlig |kvindelig )?patient\b|\bpt\.? (?:er|på)\b|\b(?:mhp|obs\.?|henviser?) .{{0,40}}\b(?:pt|patient|elev|barn|dreng|pige)\b|^\W*(?:jeg er )?(?:en )?(?:{JOB}|fagperson)\W*$"),
    ("audience", "parent", rf"\b(?:min|vores|mit|vor|mine|vores) (?:\w+årige |ældste |yngste |mellemste |store |lille |egen |teenage-?|voksne |to |tre |dejlige |kære |skønne |egne )*{CHILD}\b(?! siger at jeg)|\b(?:mor|far|mormor|farmor|morfar|farfar|bedstemor|bedstefar|papfar|papmor|bonusmor|bonusfar|plejemor|plejefar|forældre?r?|forælder) til\b|\bjeg er (?:en )?(?:forælder|mor|far|mormor|farmor|bedstemor|plejemor|plejefar|papmor|papfar)\b|\bsom (?:en )?(?:forælder|forældre|mor|far)\b|^\W*(?:en )?(?:forælder|forældre|mor|far|mormor|farmor|morfar|farfar|bedstemor|papmor|papfar)\W*$"),
    ("audience", "young", r"\bjeg (?:går i (?:\d+\.?|\w+ klasse|skole)|er (?:selv )?(?:et barn|ung|en ung|elev|barn|teenager)|er (?:\d{1,2}|ti|elleve|tolv|tretten|fjorten|femten|seksten|sytten)(?: år)?\b(?! (?:og )?(?:mor|far)))|\bmine? (?:mor|far|forældre|lærer\w*|klasse|veninder?|venner|ven|storebror|lillebror|storesøster|lillesøster|klassekammerat\w*|kæreste|mors|fars|papfar|papmor)\b|^\W*(?:(?:jeg|en|et|er|selv|det|om)\W+)*(?:ung|barn|teenager|mig selv|mig)(?: selv)?\W*$"),
)  # fmt: skip
RULES: tuple[Rule, ...] = tuple((kind, code, re.compile(pattern)) for kind, code, pattern in RAW)


def find(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield (kind, code, start, end) from the lower-cased `text`."""
    taken: set[str] = set()
    for kind, code, pattern in RULES:
        match = None if kind in taken else pattern.search(text)
        if match:
            taken.add(kind)
            yield kind, code, match.start(), match.end()
    for code, start, end in helps.find(text):
        yield "help", code, start, end
