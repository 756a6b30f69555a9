### Geiriau’r pwnc hwn: swyddi. Pwy sy’n arwain tîm wrth ei enw, a’r gofrestr o swyddi a seddi heb enwau.

posts-title = Swyddi { $unit }
posts-whole = Swyddi’r sefydliad
posts-heading-lead = Arweinwyr
posts-heading-role = Swyddi
posts-heading-seat = Seddi llywodraethu
posts-leads_words = Maent yn cael y crynodeb ac yn berchen ar yr hyn a wneir yn ei gylch. Yn aml caiff tîm da ei arwain gan y tri gyda’i gilydd.
posts-lead-medical_lead = Arweinydd meddygol
posts-lead-nursing_lead = Arweinydd nyrsio
posts-lead-operational_lead = Arweinydd gweithredol
posts-lead_fill = Penodi rhywun yn { $role } { $unit }
posts-lead_words = Bydd y person hwn wedyn yn darllen crynodeb { $unit }. Mae’n cadw pob rôl arall.
posts-lead_end = Gorffen rôl { $name } fel { $role } { $unit }
posts-person = { $name } ({ $id })
posts-none-role = Nid oes swyddi yn y gofrestr eto.
posts-none-seat = Nid oes seddi yn y gofrestr eto.
posts-new-role = Swydd newydd
posts-new-seat = Sedd newydd
posts-new_title-role = Swydd newydd { $unit }
posts-new_title-seat = Sedd newydd { $unit }
posts-fill = Llenwi { $post }
posts-change = Newid { $post }
posts-empty = Gadael { $post } yn wag
posts-end = Tynnu { $post } o’r gofrestr
posts-held = Wedi’i llenwi ers { $since } ({ $profession })
posts-vacant = Gwag
posts-no_vote = Heb bleidlais
posts-no_names = Mae’r gofrestr yn dal proffesiynau a dyddiadau, a dim enwau. Mae crynodeb cyntaf pob chwarter yn dweud beth sydd ynddi.
posts-choose_one = Dewiswch un person, o’r rhestr neu wrth ID, os gwelwch yn dda
posts-nobody = Nid oes gan neb yn eich unedau yr ID hwn
posts-field-person = Pwy
posts-field-other = Neu ID rhywun arall
posts-field-role = Swydd
posts-field-title = Enw’r sedd
posts-field-kind = Ar gyfer pwy y mae
posts-field-votes = Â phleidlais
posts-field-profession = Proffesiwn y deiliad
posts-field-since = Yn y swydd ers
posts-help-other = Unrhyw un â rôl yn eich unedau. Mae’r IDau o dan Pobl.
posts-help-title = Fel Cyfarwyddwr meddygol. Peidiwch ag ysgrifennu enw person, os gwelwch yn dda.
posts-help-holder = Ar gyfer swydd wag gadewch hwn a’r dyddiad yn wag.
posts-kind-active_staff = Clinigydd sy’n trin cleifion yma
posts-kind-at_large = Clinigydd o fan arall
posts-kind-management = Rheolwr
posts-kind-chief_executive = Y prif weithredwr
posts-kind-other = Unrhyw un

## yr hyn y mae arweinwyr yn ei awgrymu

posts-suggested = Mae’r { $by } yn nhîm { $unit } yn awgrymu { $person } fel { $role }.
posts-suggested_elsewhere = Mae swydd { $role } yn wag yn nhîm { $unit }. Mae’r { $by } yno’n gofyn am rywun o fan arall.
posts-suggested_ask = Nid oes dim wedi newid eto. Gofynnwch i bwy bynnag a ddewiswch cyn llenwi’r swydd, os gwelwch yn dda.
posts-button-open = Llenwi’r swydd
