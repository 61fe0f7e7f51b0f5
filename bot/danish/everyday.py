"""How much it touches everyday life, which help is there already, and who writes.

Each rule is (kind, code, pattern) in the order in which they are tried; of impact and audience only the first that fits counts.
"""

# ruff: noqa: E501 - one rule a line is easier to review than a broken one
from __future__ import annotations

import re
from collections.abc import Iterator

Rule = tuple[str, str, re.Pattern[str]]
# What may stand around a short answer without changing it.
FILL = r"(?:(?:ja|jo|jah|nej|næ|øh+|hm+|tja|altså|det|den|vi|jeg|synes|tror|vil|sige|ville|nok|vel|bare|så|ret|faktisk|desværre|egentlig|påvirker|påvirkes|fylder|er|gør|går|ud|over|mig|os|ham|hende|for|har|i|hverdagen|sådan|men|meget|rigtig|nærmest|næsten|og|ca|cirka|helt|kun)\W+)*"
TAIL = r"(?:\W+(?:synes|tror|jeg|vi|nok|desværre|faktisk|egentlig|lige|nu|i|hverdagen|af|den|det|tiden|for|mig|os|ham|hende|vel|måske|fylder|påvirker))*"


def _alone(words: str) -> str:
    """A pattern for a whole message that says no more than `words`."""
    return rf"^\W*{FILL}(?:{words}){TAIL}\W*$"


TOUCHES = r"(?:påvirke\w*|fylde\w*|går ud over|gik ud over|ødelægger|betyder)"
CHILD = r"(?:søn|datter|dreng|pige|barn|børn|knægt|tøs|teenager|\w*tvilling\w*|ældste|yngste|mellemste|papdatter|papsøn|papbarn|stedsøn|steddatter|bonusdatter|bonussøn|bonusbarn|plejebarn|plejesøn|plejedatter|adoptivsøn|adoptivdatter|barnebarn)"
JOB = r"(?:\w*lærer|praktiserende læge|\w*læge|\w*pædagog|sundhedsplejerske|\w*sygeplejerske|skoleleder|afdelingsleder|\w*psykolog|\w*sagsbehandler|\w*rådgiver|\w*vejleder|\w*konsulent|ssp-?\w*|akt-?\w*|ppr-?\w*|inklusions\w*|psykiater|støtteperson|kontaktperson|skolepædagog|børneleder|skoleinspektør|viceskoleleder|ergoterapeut|fysioterapeut|jordemoder)"
RAW = (
    ("impact", "almost_everything", rf"\b(?:næsten (?:det hele|alt(?:ing)?|hele (?:hverdagen|dagen))|{TOUCHES} (?:\w+ )?(?:det hele|alt(?:ing)?|hele (?:\w+ )?(?:hverdag\w*|dag\w*|liv\w*|familie\w*))|alt(?:ing)? (?:er|går) (?:påvirket|ud over|svært|umuligt|i stå)|hele (?:hverdagen|dagen|livet)|kommer (?:slet |overhovedet )?ikke (?:ud|i skole|op)\b|slet ikke i skole|kan ingenting|kan ikke noget som helst|går i stå|ligger bare i sengen|ikke (?:været )?i skole i|det meste(?: af (?:det|dagen|tiden|hverdagen))?)"),
    ("impact", "almost_everything", _alone(r"det hele|alt|alting|alt sammen|alt det hele|100 ?%|totalt?|fuldstændig\w*|konstant|hele tiden|hver dag|dagligt|vanvittig\w*")),
    ("impact", "none", rf"\b{TOUCHES} (?:det |den |os |mig |ham |hende )?(?:slet |overhovedet |næsten )?ikke(?! (?:så|særlig\w*|ret|specielt) )(?! bare)(?! kun)|\b(?:ingen betydning|ikke (?:så|særlig|særligt|ret|specielt|vildt|super) meget|ikke noget særligt|går fint ellers|uden betydning|overhovedet ikke|slet ikke noget)\b"),
    ("impact", "none", _alone(r"slet ikke|overhovedet ikke|ikke|ingenting|ikke noget|næsten ikke|ikke rigtigt?|0|nul|ikke spor|det går fint|intet særligt")),
    ("impact", "some", r"\b(?:kun lidt|en (?:lille )?smule|en anelse|(?:nogle gange|af og til|i perioder|til tider|engang imellem|en gang imellem|indimellem) (?:fylder|påvirker|går)|(?:fylder|påvirker|går ud over)[^.!?]{0,30} (?:lidt|noget|nogle gange|af og til|i perioder|til tider|indimellem|en smule))\b"),
    ("impact", "some", _alone(r"lidt|noget|en smule|en anelse|nogle gange|i perioder|af og til|til tider|indimellem|engang imellem|en gang imellem|sådan lidt|middel|nogenlunde|noget af det|både og|det svinger|det kommer an på dagen|midt imellem|delvist|lidt af hvert|somme tider")),
    ("impact", "a_lot", rf"\b(?:rigtig|temmelig|ret|vildt|virkelig|super|mega|enormt|utrolig\w*|sindssyg\w*|ekstremt|alt for|for|så) meget\b|\b{TOUCHES}[^.!?]{{0,25}} (?:meget|en (?:hel )?del|enormt|voldsomt|virkelig|hårdt)\b|\b(?:en hel del|i høj grad|i stor grad|meget svært|virkelig svært)\b"),
    ("impact", "a_lot", _alone(r"meget|en del|en hel del|virkelig|enormt|voldsomt|ret voldsomt|hårdt|en masse|mest|slemt|ret slemt|stor|stort")),
    ("help", "waiting_list", r"\b(?:vente ?liste\w*|(?:står|stået|er) (?:i kø|skrevet op)|vente?r? (?:stadig |vi )?på (?:at (?:komme|få|blive)|svar|tid|en tid|udredning\w*|psykiatri\w*|bup|bua|visitation\w*|plads|indkaldelse\w*|forundersøgelse\w*)|(?:er|blevet|bliver) henvist|henvist (?:til|og venter)|henvisning(?:en)? (?:er )?sendt|venter (?:endnu|stadig))"),
    ("help", "psychiatry", r"(?<!på )(?<!til )\b(?:psykiatri\w*|bup|bua|børnepsyk\w*|ungepsyk\w*)\b|\b(?:(?:er |bliver |blev |lige )?udredt|under udredning|(?:går|gået|kommer|tilknyttet|startet|følges|indlagt) (?:til |på |i |hos |ved )(?:børne\w* |unge\w* )?(?:psykiatri\w*|psykiater\w*|bup|bua))\b|\bpsykiater\w*"),
    ("help", "doctor", r"\b(?:egen læge|vores læge|min læge|hans læge|hendes læge|familielæge\w*|lægen|praktiserende læge|(?:privat |en |går til |hos )psykolog\w*|psykologsamtaler|psykologhjælp|medicin)\b|^\W*(?:hos )?(?:læge|en læge|psykolog)\W*$"),
    ("help", "school", r"\b(?:akt|ppr|akt-?\w+|ppr-?\w+|skolens? (?:psykolog|pædagog|trivsels\w+|vejleder|støtte|sundheds\w+)|trivselsvejleder\w*|trivselspersonen?|skolepsykolog\w*|skolepædagog\w*|sundhedsplejerske\w*|klasselærer\w*|kontaktlærer\w*|skolevejleder\w*|studievejleder\w*|inklusions\w+|(?:hjælp\w*|støtte|talt|snakke\w*|samtaler|taler|møder?) (?:\w+ ){0,2}(?:på|fra|i|af|med|gennem|hos) (?:\w+ )?skolen|skolen (?:hjælper|støtter|er inde over|har (?:hjulpet|sat|lavet|prøvet)))\b|^\W*(?:(?:ja|jo|kun|bare|lidt|både|det|er|vi|får|har|hjælp)\W+)*(?:(?:på|fra|i|af|gennem|hos)\s+)?(?:skolen?|læreren|lærerne|en lærer)(?:\W+(?:og|samt|men|er|inde|over|hjælper|lidt)\b.{0,30})?\W*$"),
    ("help", "municipality", r"\b(?:familiebehandl\w+|familiecent(?:er|ret)\w*|familiehus\w*|familieterapi\w*|familiekonsulent\w*|familievejled\w*|sagsbehandler\w*|socialrådgiver\w*|kontaktperson|støtte-?kontakt\w*|aflastning\w*|familierådgiv\w*|(?:(?<!bor )i|hos|fra|af|med|på|og|både) kommunen|ungerådgiv\w*|headspace|ungdomscenter\w*|ssp\w*|foranstaltning\w*|bostøtte)\b|^\W*kommunen\W*$"),
    ("help", "none", r"\b(?:ingen (?:hjælp|andre|steder|støtte)|ikke (?:nogen|noget|fået|haft|søgt|rigtig) (?:\w+ )?(?:hjælp|støtte|endnu)|ikke (?:noget |nogen )?endnu|ingen(?:ting)? endnu|får (?:vi |jeg |han |hun )?(?:slet )?ikke (?:noget |nogen )?(?:hjælp|støtte)|slet ingen|vi får ingen|(?:har|får) (?:ikke|ingen) (?:noget|hjælp|nogen)|intet endnu|første gang vi (?:søger|spørger|beder)|aldrig (?:fået|søgt|haft) (?:noget |nogen )?hjælp)\b"),
    ("help", "none", r"^\W*(?:(?:nej|næ|øh+|altså|det|vi|jeg|har|desværre|faktisk|slet)\W+)*(?:nej|nope|næ|niks|ingen|intet|ingenting|ikke noget|ikke nogen|ikke rigtigt?|ikke endnu)(?:\W+(?:endnu|nu|lige|desværre|faktisk|tak|hjælp))*\W*$"),
    ("audience", "professional", rf"\b(?:jeg (?:er|arbejder som|skriver som|er ansat som)|som) (?:en |uddannet |barnets |hans |hendes |elevens )?{JOB}\b|\b(?:min|en|vores|mine|en af mine) elev(?:er)?\b(?! hos)|\bfagperson\b|\b(?:min|en|vores) (?:\w+årig |mandlig |kvindelig )?patient\b|\bpt\.? (?:er|på)\b|\b(?:mhp|obs\.?|henviser?) .{{0,40}}\b(?:pt|patient|elev|barn|dreng|pige)\b|^\W*(?:jeg er )?(?:en )?(?:{JOB}|fagperson)\W*$"),
    ("audience", "parent", rf"\b(?:min|vores|mit|vor|mine|vores) (?:\w+årige |ældste |yngste |mellemste |store |lille |egen |teenage-?|voksne |to |tre |dejlige |kære |skønne |egne )*{CHILD}\b(?! siger at jeg)|\b(?:mor|far|mormor|farmor|morfar|farfar|bedstemor|bedstefar|papfar|papmor|bonusmor|bonusfar|plejemor|plejefar|forældre?r?|forælder) til\b|\bjeg er (?:en )?(?:forælder|mor|far|mormor|farmor|bedstemor|plejemor|plejefar|papmor|papfar)\b|\bsom (?:en )?(?:forælder|forældre|mor|far)\b|^\W*(?:en )?(?:forælder|forældre|mor|far|mormor|farmor|morfar|farfar|bedstemor|papmor|papfar)\W*$"),
    ("audience", "young", r"\bjeg (?:går i (?:\d+\.?|\w+ klasse|skole)|er (?:selv )?(?:et barn|ung|en ung|elev|barn|teenager)|er (?:\d{1,2}|ti|elleve|tolv|tretten|fjorten|femten|seksten|sytten)(?: år)?\b(?! (?:og )?(?:mor|far)))|\bmine? (?:mor|far|forældre|lærer\w*|klasse|veninder?|venner|ven|storebror|lillebror|storesøster|lillesøster|klassekammerat\w*|kæreste|mors|fars|papfar|papmor)\b|^\W*(?:(?:jeg|en|et|er|selv|det|om)\W+)*(?:ung|barn|teenager|mig selv|mig)(?: selv)?\W*$"),
)  # fmt: skip
RULES: tuple[Rule, ...] = tuple((kind, code, re.compile(pattern)) for kind, code, pattern in RAW)
SEVERAL = frozenset({"help"})
WAITING = "waiting_list"
# Waiting for psychiatry is not being there, and "no help from school" is no help at school.
EXCLUDED_BY = {"waiting_list": {"psychiatry"}, "none": {"school", "municipality", "doctor", "psychiatry"}}


QUESTION = re.compile(
    r"\?|^\W*(?:skal|kan|må|hvad|hvordan|hvor|hvornår|hvem|hvorfor|er der|er det|har i|får man|kræver|behøver|tilbyder|samarbejder)\b"
)


def find(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield (kind, code, start, end) from the lower-cased `text`."""
    taken: set[str] = set()
    helps: set[str] = set()
    asked = bool(QUESTION.search(text))  # "skal vi have en henvisning fra lægen?" tells of no doctor
    for kind, code, pattern in sorted(RULES, key=lambda rule: rule[1] not in EXCLUDED_BY):
        match = pattern.search(text)
        if not match or (kind in taken and kind not in SEVERAL) or (asked and kind in SEVERAL):
            continue
        if _is_excluded(code, helps):
            continue
        taken.add(kind)
        if kind in SEVERAL:
            if code in helps:
                continue
            helps.add(code)
        yield kind, code, match.start(), match.end()


def _is_excluded(code: str, helps: set[str]) -> bool:
    return any(code in EXCLUDED_BY.get(other, ()) for other in helps)
