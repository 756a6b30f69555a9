### Geiriau’r pwnc hwn: codi. Codi rhywbeth yn gyfrinachol: cyn, yn ystod ac ar ôl ei ysgrifennu.
### “Arweinwyr” yw cyd-arweinwyr un tîm; mae gwarcheidwad y tu allan i’r timau.

raise-button = Codi rhywbeth
raise-help = Cymorth i chi: { $text } { $link }
raise-title = Codi rhywbeth yn gyfrinachol
raise-not_for = Nid oes neb yn darllen hwn ar unwaith. Os oes rhywun mewn perygl nawr, defnyddiwch system ddigwyddiadau eich ysbyty neu galwch am gymorth.
raise-how = Chi sy’n dewis pwy sy’n ei ddarllen, a byddwch yn gweld eu henwau cyn ysgrifennu. Cânt eich geiriau heb eich enw, ar adeg ar hap o leiaf 2 awr yn ddiweddarach. Gallent ddyfalu o hyd pwy a’i hysgrifennodd, er enghraifft o’r ffordd rydych yn ysgrifennu.
raise-exception = Dim ond ar gyfer grwpiau y dangosir popeth arall yn Rounds. Eithriad yw hwn: mae geiriau unigol yn cyrraedd pobl unigol. Gallwch ysgrifennu at eich gilydd heb enwau, { $replies } gwaith ar y mwyaf. Mae Rounds yn dinistrio popeth y mae’n ei gadw ohono { $days } diwrnod ar ôl i’r gair olaf gyrraedd. Mae’r hyn a ddaeth i Slack neu Telegram rhywun yn aros yno.
raise-no_leads = Nid oes gan eich tîm arweinydd arall y gellir ei gyrraedd yma.
raise-no_chat = Nid oes gennych sgwrs â Rounds eto, felly ni all ateb eich cyrraedd.
raise-choose = Pwy sydd i’w ddarllen?
raise-nobody = Ni all neb ei gael ar hyn o bryd: nid oes gan eich tîm arweinydd arall y gellir ei gyrraedd, ac nid oes gwarcheidwad wedi’i enwi. Ni ellir ysgrifennu dim yma nes bydd rhywun. Gall eich gweinyddwr enwi gwarcheidwad.
raise-to_leads = Arweinwyr { $unit }
raise-to_guardian = { $names }, gwarcheidwad
raise-named = { $name } ({ $role })
raise-who_reads = Fe’i darllenir gan: { $names }.
raise-then_guardian = Os na fydd neb yn ateb mewn { $days } diwrnod, bydd yn mynd at warcheidwad. Bydd yn gweld na chafodd ei ateb.
raise-then_nobody = Os na fydd neb yn ateb mewn { $days } diwrnod, cewch wybod. Nid oes gwarcheidwad y gallai fynd ato wedyn.
raise-write = Ysgrifennwch ef yn eich geiriau eich hun, os gwelwch yn dda. Gadewch allan unrhyw beth a allai ddangos pwy yw claf.
raise-limits = { $longest } nod ar y mwyaf. Fe’i dangosir i chi cyn iddo fynd i unman.
raise-goes_to = Mae hyn yn mynd at: { $to }
raise-readers = { $names }
raise-writer = pwy bynnag a’i cododd, heb i chi gael gwybod ei enw
raise-names_colleague = Mae hyn yn enwi cydweithiwr. Ei anfon at y canlynol: { $to }?
raise-more = Caiff yr hyn a ysgrifennwch nesaf ei ychwanegu ato, nes i chi ei anfon.
raise-goes_on = Mae’n parhau isod.
raise-too_long_together = Gyda hyn byddai { $length } nod ynddo, ac mae lle i { $longest }. Cedwir yr hyn a ysgrifennoch o’r blaen fel yr oedd; ni chafodd hyn ei ychwanegu:
raise-when = Bydd yn cyrraedd heb eich enw, 2 awr ar ôl i chi ei anfon neu’n hwyrach, o fewn 20 gan amlaf. Bydd yn dod pan gellir ysgrifennu at ei ddarllenwyr.
raise-sent = Anfonwyd. Bydd yn cyrraedd ymhen 2 awr neu’n hwyrach, o fewn 20 gan amlaf. Os bydd rhywun yn ateb, daw i’ch sgwrs chi. Dilëwch yr hyn a ysgrifennoch yma os gall eraill weld eich sgwrs.
raise-sent_reply = Anfonwyd. Bydd yn cyrraedd ymhen 2 awr neu’n hwyrach, o fewn 20 gan amlaf.
raise-gone = Ni ellir ysgrifennu dim mwy am hyn. Gallai fod wedi mynd at rywun arall, wedi’i gau, neu wedi’i ddinistrio. Ni chafodd dim ei anfon na’i gadw.
raise-not_there = Nid yw’r darllenwyr hyn yno mwyach. Dechreuwch eto, os gwelwch yn dda. Ni chafodd dim ei anfon na’i gadw.
raise-write_reply = Ysgrifennwch eich ateb, os gwelwch yn dda. Bydd yn mynd at bwy bynnag a’i cododd, heb eich enw, ac at y darllenwyr eraill.
raise-write_back = Ysgrifennwch eich ateb, os gwelwch yn dda. Bydd yn mynd at y rhai a ddarllenodd yr hyn a godoch, heb eich enw.
raise-what_note = yr hyn yr ydych am ei godi
raise-what_reply = eich ateb am yr hyn a godwyd
raise-reply = Ateb
raise-open = “{ $words }”

raise-letter-raised = Mae rhywun yn nhîm { $unit } wedi codi hyn gyda chi’n gyfrinachol:
raise-letter-passed_on = Cododd rhywun yn nhîm { $unit } hyn gydag arweinwyr y tîm. Ni chafodd ei ateb mewn { $days } diwrnod, felly daw atoch chi:
raise-letter-reply = Ynghylch yr hyn a godwyd yn gyfrinachol yn nhîm { $unit }, mae un o’i ddarllenwyr yn ateb:
raise-letter-back = Mae pwy bynnag a gododd rywbeth yn nhîm { $unit } yn ysgrifennu:
raise-letter-moved = Ni chafodd yr hyn a godoch yn nhîm { $unit } ei ateb mewn { $days } diwrnod. Mae wedi mynd at warcheidwad nawr.
raise-letter-unanswered = Ni chafodd yr hyn a godoch yn nhîm { $unit } ei ateb, ac nid oes neb arall y gallai fynd ato. Efallai yr hoffech siarad â rhywun rydych yn ymddiried ynddo.
raise-for_readers = Nid yw Rounds yn dweud pwy yw’r person. Peidiwch â cheisio darganfod, a pheidiwch â gofyn pwy. Gallwch ateb { $replies } gwaith ar y mwyaf rhyngoch. Mae Rounds yn ei ddinistrio { $days } diwrnod ar ôl i’r gair olaf gyrraedd. Ar Slack a Telegram mae’r neges hon yn aros.
raise-about = Ynghylch: “{ $words }”
raise-closed = Dyna’r olaf o { $replies } ateb. Ni ellir ysgrifennu dim mwy yma.

raise-page_words = Yr hyn yr ydych am ei godi
raise-page_look = Edrych arno cyn ei anfon
raise-page_change = Ei newid
raise-page_send = Ei anfon
raise-page_who = Pwy sydd i’w ddarllen
raise-page_colleague = Mae hyn yn enwi cydweithiwr. Ei anfon er hynny
raise-page_ask_colleague = Dywedwch a yw i’w anfon er ei fod yn enwi cydweithiwr, os gwelwch yn dda
raise-page_sent = Anfonwyd
