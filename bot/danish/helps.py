"""Which help is there already: school, municipality, doctor, psychiatry, waiting_list; none where somebody says that there is none.

Help that is wished for, asked about, refused, over, or that is the writer's own work is no help that is there.
"""

# ruff: noqa: E501 - one rule a line is easier to review than a broken one
from __future__ import annotations

import re
from collections.abc import Iterator

WAITING, PSYCHIATRY, NONE = "waiting_list", "psychiatry", "none"
FILL = r"(?:(?:ja|jo|jah|kun|bare|lidt|både|det|er|vi|får|har|hjælp|går|hun|han|jeg|hos|en|et|vores|min|med|og|nu|lige|stadig|på|i|fra|af|til)\W+)*"
STAFF = r"(?:klasselærer\w*|kontaktlærer\w*|lærere?n?\b|lærerne|lære\b|pædagog(?:en|er)?\b|skolepædagog\w*|støttepædagog\w*|sundhedsplejerske\w*|skolepsykolog\w*|skolevejleder\w*|studievejleder\w*|trivselsvejleder\w*|trivselspædagog\w*|trivselspersonen?|vejleder\w*|skolelederen|inklusions\w+|voksen på skolen|skolen)"
HELPS = r"(?:hjælper|støtter|snakker med|taler med|ved (?:godt )?(?:det|besked)|er (?:med )?inde over|er involveret|er på sagen|kender til det|følger|holder øje|er god|har (?:hjulpet|sat|lavet|prøvet|talt|snakket|holdt)|kigger)"
RULES = tuple(
    (code, re.compile(pattern))
    for code, pattern in (
        (WAITING, r"\b(?:vente ?lis\w*|vendte ?liste\w*|(?:står|stået|er) (?:i kø|skrevet op)|i kø til|vente?r? (?:stadig |vi |nu )?på (?:at (?:komme|få|blive)|svar|tid|en tid|udredning\w*|psykiatri\w*|bup|bua|visitation\w*|plads|indkaldelse\w*|forundersøgelse\w*)|(?:er|blevet|bliver|har) henvist|henvist (?:til|og venter)|henvisning(?:en)? (?:er )?sendt|venter (?:endnu|stadig))|^\W*(?:(?:vi|jeg|hun|han|stadig|bare)\W+)*venter\W*$"),
        (PSYCHIATRY, r"(?<!på )(?<!til )\b(?:\w*psykiatri\w*|bup|bua|bub|børnepsyk\w*|ungepsyk\w*)\b|\b(?:(?:er |bliver |blev |lige )?udredt|under udredning|(?:går|gået|kommer|tilknyttet|startet|følges|indlagt) (?:til |på |i |hos |ved )(?:børne\w* |unge\w* )?(?:psykiatri\w*|psykiater\w*|bup|bua|bub))\b|\bpsykiater\w*"),
        ("doctor", r"\b(?:egen læge|egen lege|vores læge|min læge|hans læge|hendes læge|familielæge\w*|lægen|praktiserende læge|(?:privat |en |går til |går hos |hos |til |min |vores |hendes |hans )psykolog\w*|psykologen|psykologsamtaler|psykologhjælp|(?:får|tager|fik|på|i|og) (?:\w+ )?medicin)\b|^\W*(?:hos )?(?:læge|en læge|psykolog|medicin)\W*$"),
        ("school", rf"\b(?:akt(?:-?(?:lærer|vejleder|pædagog|team|støtte|konsulent|person|medarbejder|samtale)\w*)?|ppr(?:-\w+)?|skolens? (?:psykolog|pædagog|trivsels\w+|vejleder|støtte|sundheds\w+)|trivselsvejleder\w*|trivselspersonen?|trivselsteam\w*|støttetimer|støttepædagog\w*|støttelærer\w*|skolepsykolog\w*|skolepædagog\w*|sundhedsplejerske\w*|klasselærer\w*|kontaktlærer\w*|skolevejleder\w*|studievejleder\w*|inklusions\w+|pædagogen i sfo\W?en|en voksen på skolen|(?:hjælp\w*|støtte|samtaler) (?:\w+ ){{0,2}}(?:på|fra|i|af|med|gennem|hos) (?:\w+ )?skolen|(?:talt|snakke\w*|taler|møder?) (?:\w+ ){{0,2}}med (?:\w+ )?skolen|(?:snakker|taler|talt|snakket) (?:\w+ )?med (?:min|mine|vores|hendes|hans|en) (?:\w+ )?(?:lærer\w*|lære\b|pædagog\w*)|skolen (?:hjælper|støtter|er inde over|har (?:hjulpet|sat|lavet|prøvet)))\b|\b{STAFF} (?:\w+ )?{HELPS}|^\W*(?:(?:ja|i|på)\W+)*skole\W*$|^\W*{FILL}(?:skolen|læreren|lærerne)(?:\W+(?:og|samt|men|hjælper|er inde over|er med|lidt|nu)\b.{{0,30}})?\W*$"),
        ("municipality", r"\b(?:familie ?behandl\w+|familiecent(?:er|ret)\w*|familiehus\w*|familieterapi\w*|familiekonsulent\w*|familievejled\w*|sags ?behandler\w*|social ?rådgiver\w*|kontakt ?person\w*|støtte-?kontakt\w*|aflastning\w*|familie ?rådgiv\w*|unge ?coach|mentor fra kommunen|(?:(?<!bor )i|hos|fra|af|med|på|og|både) kommunen|kontaktet kommunen|kommunen (?:hjælper|er inde over|er på|ved)|ungerådgiv\w*|headspace|ungdomscenter\w*|ssp\w*|foranstaltning\w*|bostøtte)\b|^\W*kommunen\W*$"),
        (NONE, r"\b(?:ingen (?:hjælp|støtte|voksne der)|ikke (?:nogen|noget|fået|haft|søgt|rigtig) (?:\w+ )?(?:hjælp|støtte|endnu)|ikke (?:noget |nogen )?endnu|ingen(?:ting)? endnu|får (?:vi |jeg |han |hun )?(?:slet )?ikke (?:noget |nogen )?(?:hjælp|støtte)|slet ingen|vi får ingen|(?:har|får) (?:ikke|ingen) hjælp|intet endnu|første gang vi (?:søger|spørger|beder)|aldrig (?:fået|søgt|haft) (?:noget |nogen )?hjælp|(?:ingen|ikke nogen) (?:der |som )?hjælper|står (?:helt )?alene med det)\b|^\W*(?:\w+\W+){0,4}ikke (?:sagt|fortalt) (?:det )?(?:til )?(?:nogen|noget)\W*$"),
        (NONE, r"^\W*(?:(?:nej|næ|øh+|altså|det|vi|jeg|har|desværre|faktisk|slet|der|er)\W+)*(?:nej|nope|næ|niks|niksen|nada|nul|ingen(?: (?:andre|steder|voksne|ved (?:det|noget)))?|intet|ingenting|ikke noget|ikke nogen|ikke rigtigt?|ikke endnu|kun (?:min |mine |vores )?(?:mor|far|mor og far|forældre|familien?))(?:\W+(?:endnu|nu|lige|desværre|faktisk|tak|hjælp|nej|overhovedet|af det))*\W*$"),
    )
)  # fmt: skip
REFUSED = re.compile(
    r"\b(?:skolen|kommunen|lærerne|læreren|lægen|de voksne)\b (?:\w+ )?(?:hjælper ikke|gør (?:ingenting|ikke noget|intet)|vil ikke hjælpe|lytter ikke|tager det ikke)\b"
)
QUESTION = re.compile(
    r"^\W*(?:skal|kan|må|hvad|hvordan|hvor|hvornår|hvem|hvorfor|er der|er det|har i|får man|kræver|behøver|tilbyder|samarbejder|sidder du|er du|har du|hvis)\b"
)
SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]?")
# Before the word: who writes, what is wished for or refused, and what is over.
NOT_THERE_BEFORE = re.compile(
    r"\b(?:jeg er|vi er|undertegnede er|arbejder som|skriver som|ansat som|er ansat|som|arbejder) (?:(?:en|selv|ny|uddannet|en af|i|på|hos|hans|hendes|barnets|praktiserende|\w+(?:er|læge|log|gog|ske)) ){0,4}$"
    r"|\b(?:ikke|aldrig) (?:[^\W\d]+ ){0,3}$|\b(?:mor|far|mand|kone|eks|forældre|svigermor) (?:er|går|har været|blev|bliver|har) (?:[^\W\d]+ ){0,2}$"
    # Who sits or works there is no help that the child gets.
    r"|\b(?:mor|far|mand|kone|eks\w*|kæreste|søster|bror|veninde|nabo) (?:sidder|sad|arbejder|arbejdede|er ansat|har job) $"
    r"|\b(?:skal|ringe|ringer|eller|vil|ville|ønsker|overvejer|brug for|bange for|sur på|hader|uden|burde|skulle|tør|tør ikke|bed\w*|ikke (?:lyst til|kontakt\w*)) (?:[^\W\d]+ ){0,5}$"
    r"|\b(?:afslut\w+|afvist|afslag|udskrevet|tidligere|ikke længere|stoppet|stoppede|afsluttede|har været|sluttet|nej) (?:i|af|fra|hos|på|til|ved) (?:en |den )?$(?<!har været hos )(?<!har været ved )"
)
NOT_THERE_AFTER = re.compile(
    r"\s*,?\s*(?:(?:har|er|blev) )?(?:afvist|afviste|afslået|givet afslag)\b|\s+(?:ikke|her)\b|\s*,?\s*(?:skriver|har lige haft)\b|\s+(?:\w+ )?(?:sagde|siger|synes|mener|foreslog|foreslår|anbefal\w+|råber|skælder|driller|mobber|er (?:sur|træls|dum|irriterende|led|ond)|afviste|har afvist|hjælper ikke|gør (?:ikke|ingen|intet)|vil ikke)\b"
)
# A doctor who writes of a patient: "praktiserende læge. Pt. 14 år".
DOCTOR_WRITES = re.compile(
    r"^\W*(?:hej\W+)?(?:pl\.|(?:alment |alm\. )?(?:praktiserende|prakt\.) læge\b)(?=.*\b(?:pt|patient\w*|\d+ ?-?årig\w*|pige|dreng|barn|henvis\w*)\b)",
    re.S | re.I,
)
# "No help from school" is no help at school.
TURNED_AWAY = re.compile(r"\b(?:afvist|afviste|afslag|afslået)\b")
RELIED_ON = frozenset({"school", "municipality", "doctor", PSYCHIATRY})
Found = tuple[str, int, int]


def find(text: str) -> Iterator[Found]:
    """Yield (code, start, end) from the lower-cased `text`, one of each code; nothing is told by a question."""
    told = [
        each for each in SENTENCE.finditer(text) if not (each.group().endswith("?") or QUESTION.match(each.group()))
    ]
    found: dict[str, Found] = {}
    for sentence in told:
        for code, start, end in _in_sentence(sentence.group()):
            found.setdefault(code, (code, sentence.start() + start, sentence.start() + end))
    if writes_as_doctor(text):
        found.pop("doctor", None)
    if WAITING in found:
        found.pop(PSYCHIATRY, None)  # who waits for psychiatry is not there yet
    if NONE in found:
        found = {code: each for code, each in found.items() if code not in RELIED_ON}
    if not found:
        for match in REFUSED.finditer(text):
            yield NONE, match.start(), match.end()
            return
    yield from found.values()


def writes_as_doctor(text: str) -> bool:
    """Whether a doctor writes of a patient."""
    return bool(DOCTOR_WRITES.match(text))


def _in_sentence(sentence: str) -> Iterator[Found]:
    for code, pattern in RULES:
        for match in pattern.finditer(sentence):
            before = sentence[max(0, match.start() - 50) : match.start()]
            over = NOT_THERE_BEFORE.search(before) or NOT_THERE_AFTER.match(sentence, match.end())
            if code in RELIED_ON and over:
                continue
            if code == WAITING and TURNED_AWAY.search(sentence, match.end()):
                continue
            yield code, match.start(), match.end()
            break
