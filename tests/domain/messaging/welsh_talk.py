"""Talk of Welsh wards, all invented: what the guard must refuse, with its kind, and what it must leave alone.

No native speaker has read it yet.
"""

from bot.domain.messaging.suspicions import Suspicion

_KINDS = {
    Suspicion.HEALTH_NUMBER: """
        rhif GIG 123 456 7890
        Rhif y GIG: 1234567890
        ei rif GIG yw 123-456-7890
        GIG 1234567890
    """,
    Suspicion.RECORD_NUMBER: """
        rhif ysbyty 1234567
        rhif y claf: A123456
        rhif yr uned AB-12345
        rhif cofnod yw 55512345
    """,
    Suspicion.DATE: """
        12 Mawrth 1948
        y 12fed o Fawrth 1948
        daeth hi i mewn ar 3ydd o fis Tachwedd 2025
        1af Ionawr 1950
        2il o Fai 1961
        15 Gorffennaf '61
        o 7 Ragfyr 2024
        ganwyd 1948
        a anwyd ar 4 Medi
        dyddiad geni: 4/9
        ganed ym 1939
        d.g. 12/3
    """,
    Suspicion.NAME: """
        Mrs Prydderch yn gweiddi eto
        Mr Llywelyn yn y coridor
        Bns Angharad Prydderch
        gofynnodd Nyrs Llinos am help
        bu Metron Gwenllian yma
        y claf o'r enw Gwilym
        y glaf, a elwir yn Eirlys
        y ddynes o’r enw Morfudd
        enw'r claf: Tegwen
        enw’r claf yw Tegwen
        Parch. Islwyn yn ymweld
        Cofrestrydd Emrys yn hwyr
    """,
    Suspicion.BED: """
        y dyn yng ngwely 7
        gwely 12 eto
        y claf yn wely 3
        bae 4 yn wlyb
        ystafell 12
        ystafell ochr 2 yn oer
        ciwbicl 5
        yn nghiwbicl 5
        ar droli 9
        gwely saith
    """,
}
REFUSED = [(kind, line.strip()) for kind, lines in _KINDS.items() for line in lines.strip().split("\n")]

TALK = [
    line.strip()
    for line in """
        mae 3 nyrs ar goll heno
        mae 20 claf a 2 feddyg
        does neb yn gwybod pwy sy'n cyflenwi'r shifft hwyr
        mae'r trosglwyddo'n cymryd hanner awr ac yn dechrau'n hwyr
        mae dwy gloch wedi torri ar y coridor
        mae'r fferyllfa'n cau cyn i'n rhyddhadau fod yn barod
        does neb yn dweud wrthym pan fydd gwely wedi'i flocio
        trwsiwch y peiriant nwyon gwaed os gwelwch yn dda
        rhedom allan o ganwlâu ddwywaith yr wythnos hon
        daeth y rota newydd dri diwrnod cyn iddi ddechrau
        mae absenoldeb astudio'n cael ei ganslo bob tro
        hoffwn un egwyl iawn ar ddiwrnod hir
        nid yw staff asiantaeth yn gwybod ble mae pethau
        mae allwedd y cwpwrdd cyffuriau'n mynd ar goll bob nos
        mwy o borthorion ar ôl 6 yr hwyr
        mae shifftiau banc heb eu llenwi ar y penwythnos
        mae'r argraffydd ar y ddesg yn jamio 5 gwaith y dydd
        mae angen ail declyn codi arnom
        mae rhestrau'r theatr yn newid am 8 y bore heb rybudd
        rwy'n hoffi'r cyfarfod byr newydd am 9:15
        mae rownd y bwrdd yn gyflymach ers y newid
        roedd y lifft allan am 11 diwrnod
        mae'r MDT ddydd Iau yn rhedeg awr drosodd
        nid yw blîps yn gweithio yn yr islawr
        byddai ffisio ar y penwythnos yn help mawr
        mae llythyrau rhyddhau'n cymryd 40 munud yr un
        symudon ni 14 gwely mewn un shifft
        mae swydd clerc y ward yn wag ers mis Medi
        daw ymwelwyr ar bob awr
        mae larwm ein hoergell yn canu 10 gwaith y nos
        gadewch i ni gyfnewid shifftiau ar-lein
        collom 2 gofrestrydd ac ni chawsom neb
        mae'r wifi'n rhy araf ar gyfer yr e-nodiadau
        mae angen stribedi newydd ar y peiriant BM
        rydym yn aros 45 munud am lanhau gwely
        gwely 24/7 yw'r broblem
        mae'r ystafell gyfarfod yn rhy fach
        ystafell staff heb wres
        ystafell hyfforddi 3 yw'r unig un rydd
        mae bae heb len
        GIG 111 yn anfon gormod atom
        cynllun GIG Cymru 2026
        mae 12 awr yn rhy hir
        nyrs staff ar bob shifft os gwelwch yn dda
        Nyrs Arweiniol newydd ers mis Mai
        Nyrs Gofrestredig ychwanegol ar nos Wener
        Meddyg ar alwad ddim yn ateb
        meddygon iau yn newid drosodd ym mis Awst
        ers 1 Ebrill mae llai ohonom
        o 4 Awst ymlaen bydd rota newydd
        mis Mawrth oedd y gwaethaf
        dydd Mawrth yw'r diwrnod prysuraf
        mae 5 o welyau ar gau
        roedd 3 gwely gwag bob bore
        yr ymgynghorydd yn gwrando y tro hwn
        daeth y prif weithredwr i wrando
        ni chlywsom beth ddaeth o'n syniad
        mae'r claf bob amser yn gyntaf
        enwau cleifion ar y bwrdd yn hen
        mae'r troli meddyginiaeth yn gwichian
        rhowch y troli lle mae pobl yn estyn amdano
        mae dau droli wedi torri
        un gwely yn llai yr wythnos hon
        chwaraewch y larwm yn dawelach
        mae'r chwaer ward yn deg
        bydwragedd yn brin eto
        mae angen cadeiriau newydd yn yr ystafell aros
        ystafell de heb degell ers wythnosau
        y bwrdd gwyn yn llawn
        mae'r bws olaf yn mynd cyn diwedd y shifft
        parcio'n amhosibl ar ôl 8
        dim bwyd poeth ar nosweithiau
        mae'r gawod staff yn oer
        y cyfrifiadur ar y ward yn araf
        neb yn ateb ffôn y labordy
        samplau'n mynd ar goll
        mae'r canlyniadau'n hwyr bob prynhawn
        y fferyllydd yn help mawr
        diolch am y rota gynnar
        hoffwn weithio gyda'r tîm cymunedol
        mae'r meddyg teulu'n anfon heb lythyr
        rydym yn dysgu gan ein gilydd
        does dim amser i fwyta
        mae angen mwy o hyfforddiant ar y pwmp newydd
        y larymau'n canu drwy'r nos
        gormod o ffurflenni i'w llenwi
        yr un ffurflen ddwywaith
        mae'r archwiliad yn cymryd awr bob dydd
        gweld yr un claf dair gwaith
        cael gwared ar un cyfarfod
        y cyfarfod am 14:00 yn rhy hwyr i'r shifft gynnar
        mae 2 shifft heb arweinydd
        dim ond un nyrs ar gyfer 12 claf
        band 5 heb le i dyfu
        band 6 newydd yn dechrau
        rhaglen GIG 2025-26
        syniadau da gan y tîm nos
        byddai cadair wrth bob gwely yn helpu
        gwelyau ychwanegol yn y coridor
        pwy sy'n penderfynu ar y staffio
        does neb uwch wedi bod yma ers misoedd
        mae'r gwaith papur yn cymryd 3 awr
        roedd pum gwely yn wag
        saith o bob deg yn cytuno
        mae'r llenni'n frwnt
        dau gyfrinair ar gyfer un system
        ward 7 yn rhannu ein hoffer
        mae ward 9 yn dawelach
        teimlwn ein bod yn cael ein clywed
    """.strip().split("\n")
]
