### Geiriau’r pwnc hwn: lefelau, mathau arbennig, cyplu, a llinell y sefydliad ei hun.

## y sefydliad cyfan

quarter-organisation_label = Y sefydliad cyfan
quarter-moved-lower = Atebwyd llai nag arfer yr wythnos hon
quarter-moved-higher = Atebwyd mwy nag arfer yr wythnos hon
quarter-not_about_team = nid yw hyn am eich tîm chi
quarter-not_about_teams = nid yw hyn am y timau hyn
quarter-organisation = { $share } o gydweithwyr wedi’u clywed yr wythnos hon
quarter-no_range = mae angen deuddeg wythnos ar gyfer amrediad arferol
quarter-range = arferol: { $low } i { $high } o bob 10
quarter-range_one = arferol: tua { $low } o bob 10
quarter-swing-steady = dim byd anarferol
quarter-swing-lower = is na’i amrediad arferol; ni chodir baner ar unrhyw dîm am hynny
quarter-swing-higher = uwch na’i amrediad arferol
quarter-swing-lower_lasting = islaw ei gymedr ei hun ers saith wythnos neu fwy; ni chodir baner ar unrhyw dîm am hynny
quarter-swing-higher_lasting = uwchlaw ei gymedr ei hun ers saith wythnos neu fwy
quarter-organisation_said_label = Mae’r holl dimau gyda’i gilydd yn dweud

## lefelau, dros chwarter

quarter-levels_label = Lefel
quarter-overall_note = pob cwestiwn gyda’i gilydd
quarter-level-low = Isel
quarter-level-moderate = Cymedrol
quarter-level-high = Uchel
quarter-competency-personal = Rhan bersonol (personol)
quarter-competency-supervisory = Arwain y tîm (goruchwyliol)
quarter-competency-strategic = Cyfeiriad (strategol)
quarter-competency = { $name }: { $level }
quarter-all_alike = { $level }: { $names }
quarter-lowest = isaf: { $name }
quarter-of_quarter = y chwarter diwethaf

## mathau arbennig, dros chwarter

quarter-kinds_label = Y chwarter diwethaf
quarter-kinds_of = { $agreement }: { $kinds }.
quarter-kind-influence = mae codi rhywbeth yn newid pethau (gan y rhai a gododd rywbeth)
quarter-kind-two_way = rydym yn clywed yn ôl
quarter-kind-advocacy = rydym yn siarad o blaid y gwasanaeth hwn
quarter-kind-followership = rydym yn gweithio gyda’n harweinwyr
quarter-kind-change = newidiodd yr hyn a wnaed rywbeth (gan y rhai y gofynnwyd iddynt bedair wythnos yn ddiweddarach)
quarter-loop_label = Dilyniant
quarter-loop = Mewn hanner blwyddyn roedd gan { $owned } o { $actions } cam gweithredu berchennog o fewn 14 diwrnod
quarter-loop_note = dywedwyd yn ôl am { $told } o { $tellable } o fewn 30 diwrnod

## cyplu, dros chwarter

quarter-leads_label = Arweinwyr a thimau
quarter-leads_of = o holl dimau { $unit } gyda’i gilydd, a’ch un chi yn eu plith
quarter-kind-coupling_strategic = mae cyd-arweinwyr un tîm yn cyd-dynnu
quarter-kind-coupling_organisational = mae’r hyn y mae cyd-arweinwyr yn gweithio arno’n bwysig i staff
quarter-kind-coupling_environmental = mae’r cynlluniau’n bosibl â’r adnoddau sydd ganddynt
quarter-gap-alike = Mae cyd-arweinwyr a’u timau’n gweld yr hyn sy’n bwysig yn debyg.
quarter-gap-leads_higher = Mae cyd-arweinwyr yn ei weld yn fwy cadarnhaol na’u timau.
quarter-gap-members_higher = Mae timau’n ei weld yn fwy cadarnhaol na’u cyd-arweinwyr.
