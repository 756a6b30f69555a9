### Y consol: rhestr o bobl a uwchlwythwyd o ffeiliau’r ysbyty ei hun.

upload-title = Uwchlwytho o Adnoddau Dynol
upload-words = Dewch â’r rhestr fel y mae Adnoddau Dynol neu daenlen yn ei rhoi, â rhes i bob person. Chi sy’n dewis pa golofn yw beth, ac yn edrych ar yr hyn a fyddai’n newid. Dim ond wedyn y byddwch yn cadw.
upload-file = Ffeil gyda’r rhestr
upload-help-file = CSV, neu Excel (XLSX). Mae’r rhes gyntaf yn enwi’r colofnau.
upload-send = Darllen y ffeil
upload-held = Cedwir y ffeil i chi yn unig, dan sêl, am hanner awr ar y mwyaf. Unwaith y byddwch yn cadw neu’n rhoi’r gorau iddi, nid oes dim ohoni ar ôl.
upload-give_up = Rhoi’r gorau iddi a dileu’r ffeil
upload-another = Ffeil arall

upload-refused-too_large = Mae’r ffeil hon yn rhy fawr. Darllenir hyd at 6 MB; gadewch allan y colofnau nad oes eu hangen ar Rounds.
upload-refused-empty = Nid oes dim ynddi. Dewiswch ffeil gyda rhestr, os gwelwch yn dda.
upload-refused-old_excel = Ffeil o hen Excel yw hon. Cadwch hi fel XLSX neu CSV, yna dewiswch honno.
upload-refused-locked = Mae’r ffeil hon wedi’i chloi â chyfrinair. Cadwch hi heb un, neu fel CSV.
upload-refused-no_list = Ni ellir darllen hon fel rhestr. Cadwch hi fel XLSX neu CSV, yna dewiswch honno.
upload-refused-no_columns = Nid oes rhes yn enwi’r colofnau. Rhowch eu henwau yn y rhes gyntaf.
upload-refused-no_rows = Mae enwau colofnau a neb oddi tanynt.
upload-refused-too_many_rows = Mae mwy na 30,000 o resi. Dewch â nhw mewn rhannau, os gwelwch yn dda.
upload-refused-too_many_columns = Mae mwy na 60 o golofnau. Gadewch allan y rhai nad oes eu hangen ar Rounds.

upload-columns_title = Pa golofn yw beth?
upload-columns_words = { $rows ->
        [zero] Darllenwyd { $rows } rhes.
        [one] Darllenwyd un rhes.
        [two] Darllenwyd { $rows } res.
        [few] Darllenwyd { $rows } rhes.
        [many] Darllenwyd { $rows } rhes.
       *[other] Darllenwyd { $rows } rhes.
    } Ni ddefnyddir colofnau a adewch yn agored. Mae’r hyn nad oes colofn ar ei gyfer yn y ffeil yn aros fel y mae.
upload-no_heading = Colofn { $number }, heb enw
upload-examples = Er enghraifft: { $words }
upload-no_examples = Mae’r golofn hon yn wag.
upload-column-person_id = Rhif staff neu ID
upload-column-name = Enw
upload-column-first_name = Enw cyntaf
upload-column-last_name = Cyfenw
upload-column-unit = Uned
upload-column-role = Rôl yn Rounds
upload-column-channel = Sianel
upload-column-group = Grŵp proffesiynol
upload-column-timezone = Cylchfa amser
upload-column-locale = Iaith
upload-column-starts = Diwrnod cyntaf ar y rhestr
upload-column-ends = Diwrnod olaf ar y rhestr
upload-field-unit = Uned, lle nad oes colofn yn ei dweud
upload-field_help-unit = Ar gyfer rhestr un tîm. Gadewch ef yn agored ac mae pobl yn aros lle maent.
upload-field-role = Rôl, lle nad oes colofn yn ei dweud
upload-field_help-role = Mae pobl sydd â rôl yn uned eu rhes yn ei chadw.
upload-field-channel = Sianel pobl newydd, lle nad oes colofn yn ei dweud
upload-field_help-channel = Ar ba sianel y byddant yn ymuno.
upload-field-leave_out = Gadael allan resi ag unedau nad ydynt yma
upload-field_help-leave_out = Ar gyfer rhestr yr ysbyty cyfan lle mae Rounds yn rhedeg mewn rhan ohono.
upload-field-missing_leave = Pobl nad ydynt yn y ffeil hon yn gadael
upload-field_help-missing_leave = Dim ond o’r unedau y mae’r ffeil yn eu henwi, a byth weinyddwyr nac archwilwyr. Heb dic mae pawb yn aros.
upload-column_twice = Mae “{ $heading }” yr un fath yn barod; dewiswch un o’r ddau.
upload-needs_id = Dewiswch y golofn â’r rhif staff neu’r ID: wrth hwnnw yr adnabyddir pobl eto.
upload-name_twice = Dewiswch yr enw, neu enw cyntaf a chyfenw, ond nid y ddau.
upload-outside_yours = mae { $id } ar y rhestr yn barod, y tu allan i’ch unedau; gall pwy bynnag sy’n gweinyddu’r ddau eu symud
upload-not_yours_to_give = dim ond pwy bynnag sy’n gweinyddu popeth sy’n rhoi’r rolau administrator ac auditor
upload-cause = { $count ->
        [zero] { $count } llinell ({ $lines })
        [one] Llinell { $lines }
        [two] { $count } linell ({ $lines })
        [few] { $count } llinell ({ $lines })
        [many] { $count } llinell ({ $lines })
       *[other] { $count } llinell ({ $lines })
    }: { $column }: { $what }
upload-more_causes = { $count ->
        [zero] Ni ddangosir { $count } peth arall.
        [one] Ni ddangosir un peth arall.
        [two] Ni ddangosir { $count } beth arall.
        [few] Ni ddangosir { $count } pheth arall.
        [many] Ni ddangosir { $count } pheth arall.
       *[other] Ni ddangosir { $count } peth arall.
    }
upload-read_until = Mae cymaint o’i le fel na chwiliwyd am ddim ar ôl llinell { $line }. Cywirwch hyn yn gyntaf, a dewch â’r ffeil eto.
upload-download_faults = Lawrlwytho’r llinellau ar gyfer TG
upload-download_note = { $count ->
        [zero] Mae { $count } lle yn anghywir
        [one] Mae un lle yn anghywir
        [two] Mae { $count } le yn anghywir
        [few] Mae { $count } lle yn anghywir
        [many] Mae { $count } lle yn anghywir
       *[other] Mae { $count } lle yn anghywir
    }. Mae’r ffeil yn dweud llinell a cholofn pob un, a dim enw.
upload-download_note_more = Mae o leiaf { $count } lle yn anghywir. Mae’r ffeil yn dweud llinell a cholofn pob un, a dim enw.

upload-questions_title = Ai’r un bobl yw’r rhain?
upload-questions_words = Mae taenlenni’n colli’r seroau o flaen rhif, a daw ac aiff priflythrennau. Dywedwch beth a olygir, fel nad oes neb ar y rhestr ddwywaith.
upload-ask-same_named = { $count ->
        [zero] Mae { $count } ID wedi’u hysgrifennu’n wahanol, gyda’r un enwau
        [one] Mae un ID wedi’i ysgrifennu’n wahanol, gyda’r un enw
        [two] Mae { $count } ID wedi’u hysgrifennu’n wahanol, gyda’r un enwau
        [few] Mae { $count } ID wedi’u hysgrifennu’n wahanol, gyda’r un enwau
        [many] Mae { $count } ID wedi’u hysgrifennu’n wahanol, gyda’r un enwau
       *[other] Mae { $count } ID wedi’u hysgrifennu’n wahanol, gyda’r un enwau
    }
upload-ask-same_renamed = { $count ->
        [zero] Mae { $count } ID wedi’u hysgrifennu’n wahanol, a’r enwau hefyd
        [one] Mae un ID wedi’i ysgrifennu’n wahanol, a’r enw hefyd
        [two] Mae { $count } ID wedi’u hysgrifennu’n wahanol, a’r enwau hefyd
        [few] Mae { $count } ID wedi’u hysgrifennu’n wahanol, a’r enwau hefyd
        [many] Mae { $count } ID wedi’u hysgrifennu’n wahanol, a’r enwau hefyd
       *[other] Mae { $count } ID wedi’u hysgrifennu’n wahanol, a’r enwau hefyd
    }
upload-alike = { $given } ({ $given_name }) yn y ffeil; { $known } ({ $known_name }) ar y rhestr neu ymhellach i fyny
upload-and_more = { $count ->
        [zero] a { $count } arall
        [one] ac un arall
        [two] a { $count } arall
        [few] a { $count } arall
        [many] a { $count } arall
       *[other] a { $count } arall
    }
upload-same_yes = Yr un; cadw’r ID a oedd yno gyntaf
upload-same_no = Pobl wahanol
upload-answer_each = Dewiswch ateb i bob cwestiwn, os gwelwch yn dda.

upload-plan_title = Beth mae’r ffeil hon yn ei newid
upload-count-leaves = Gadael
upload-count-joins = Ymuno
upload-count-returns = Dod yn ôl
upload-count-moves = Symud
upload-count-roles = Rolau
upload-count-names = Enwau
upload-count-details = Manylion eraill
upload-count-unchanged = Heb newid
upload-kind-leaves = { $count ->
        [zero] Mae { $count } o bobl yn gadael
        [one] Mae un person yn gadael
        [two] Mae { $count } berson yn gadael
        [few] Mae { $count } pherson yn gadael
        [many] Mae { $count } pherson yn gadael
       *[other] Mae { $count } o bobl yn gadael
    }
upload-kind-joins = { $count ->
        [zero] Mae { $count } o bobl yn ymuno
        [one] Mae un person yn ymuno
        [two] Mae { $count } berson yn ymuno
        [few] Mae { $count } pherson yn ymuno
        [many] Mae { $count } pherson yn ymuno
       *[other] Mae { $count } o bobl yn ymuno
    }
upload-kind-returns = { $count ->
        [zero] Mae { $count } o bobl yn dod yn ôl; mae eu hamser yn y tîm yn parhau
        [one] Mae un person yn dod yn ôl; mae ei amser yn y tîm yn parhau
        [two] Mae { $count } berson yn dod yn ôl; mae eu hamser yn y tîm yn parhau
        [few] Mae { $count } pherson yn dod yn ôl; mae eu hamser yn y tîm yn parhau
        [many] Mae { $count } pherson yn dod yn ôl; mae eu hamser yn y tîm yn parhau
       *[other] Mae { $count } o bobl yn dod yn ôl; mae eu hamser yn y tîm yn parhau
    }
upload-kind-moves = { $count ->
        [zero] Mae { $count } o bobl yn symud
        [one] Mae un person yn symud
        [two] Mae { $count } berson yn symud
        [few] Mae { $count } pherson yn symud
        [many] Mae { $count } pherson yn symud
       *[other] Mae { $count } o bobl yn symud
    }
upload-kind-roles = { $count ->
        [zero] Mae gan { $count } o bobl rolau eraill
        [one] Mae gan un person rolau eraill
        [two] Mae gan { $count } berson rolau eraill
        [few] Mae gan { $count } pherson rolau eraill
        [many] Mae gan { $count } pherson rolau eraill
       *[other] Mae gan { $count } o bobl rolau eraill
    }
upload-kind-names = { $count ->
        [zero] Mae gan { $count } o bobl enw arall
        [one] Mae gan un person enw arall
        [two] Mae gan { $count } berson enw arall
        [few] Mae gan { $count } pherson enw arall
        [many] Mae gan { $count } pherson enw arall
       *[other] Mae gan { $count } o bobl enw arall
    }
upload-kind-details = { $count ->
        [zero] Mae gan { $count } o bobl fanylion eraill
        [one] Mae gan un person fanylion eraill
        [two] Mae gan { $count } berson fanylion eraill
        [few] Mae gan { $count } pherson fanylion eraill
        [many] Mae gan { $count } pherson fanylion eraill
       *[other] Mae gan { $count } o bobl fanylion eraill
    }
upload-all_of_kind = Dangos pob un ({ $count })
upload-missing_stay = { $count ->
        [zero] Nid yw { $count } o bobl yr unedau hyn yn y ffeil, ac maent yn aros.
        [one] Nid yw un person o’r unedau hyn yn y ffeil, ac mae’n aros.
        [two] Nid yw { $count } berson o’r unedau hyn yn y ffeil, ac maent yn aros.
        [few] Nid yw { $count } pherson o’r unedau hyn yn y ffeil, ac maent yn aros.
        [many] Nid yw { $count } pherson o’r unedau hyn yn y ffeil, ac maent yn aros.
       *[other] Nid yw { $count } o bobl yr unedau hyn yn y ffeil, ac maent yn aros.
    }
upload-missing_leave_told = { $count ->
        [zero] Nid yw { $count } o bobl yr unedau hyn yn y ffeil; daw eu rolau yno i ben.
        [one] Nid yw un person o’r unedau hyn yn y ffeil; daw ei rolau yno i ben.
        [two] Nid yw { $count } berson o’r unedau hyn yn y ffeil; daw eu rolau yno i ben.
        [few] Nid yw { $count } pherson o’r unedau hyn yn y ffeil; daw eu rolau yno i ben.
        [many] Nid yw { $count } pherson o’r unedau hyn yn y ffeil; daw eu rolau yno i ben.
       *[other] Nid yw { $count } o bobl yr unedau hyn yn y ffeil; daw eu rolau yno i ben.
    }
upload-left_out = { $count ->
        [zero] Gadawyd { $count } rhes allan, gyda’r unedau
        [one] Gadawyd un rhes allan, gyda’r uned
        [two] Gadawyd { $count } res allan, gyda’r unedau
        [few] Gadawyd { $count } rhes allan, gyda’r unedau
        [many] Gadawyd { $count } rhes allan, gyda’r unedau
       *[other] Gadawyd { $count } rhes allan, gyda’r unedau
    } { $units }.
upload-kept = { $count ->
        [zero] Mae { $count } o bobl yn perthyn i unedau pobl eraill hefyd, ac yn cadw
        [one] Mae un person yn perthyn i unedau pobl eraill hefyd, ac yn cadw
        [two] Mae { $count } berson yn perthyn i unedau pobl eraill hefyd, ac yn cadw
        [few] Mae { $count } pherson yn perthyn i unedau pobl eraill hefyd, ac yn cadw
        [many] Mae { $count } pherson yn perthyn i unedau pobl eraill hefyd, ac yn cadw
       *[other] Mae { $count } o bobl yn perthyn i unedau pobl eraill hefyd, ac yn cadw
    } enw, dyddiadau a sianel.
upload-leave_number = Faint o bobl sy’n gadael?
upload-help-leave_number = { $count ->
        [zero] Byddai { $count } o bobl yn gadael. Teipiwch { $count } os dyna a olygir.
        [one] Byddai un person yn gadael, neu’n dod yn ôl fel rhywun newydd. Teipiwch 1 os dyna a olygir.
        [two] Byddai { $count } berson yn gadael. Teipiwch { $count } os dyna a olygir.
        [few] Byddai { $count } pherson yn gadael. Teipiwch { $count } os dyna a olygir.
        [many] Byddai { $count } pherson yn gadael. Teipiwch { $count } os dyna a olygir.
       *[other] Byddai { $count } o bobl yn gadael. Teipiwch { $count } os dyna a olygir.
    }
upload-type_number = { $count ->
        [zero] Teipiwch { $count } isod os bwriedir i { $count } o bobl adael.
        [one] Teipiwch 1 isod os bwriedir i un person adael.
        [two] Teipiwch { $count } isod os bwriedir i { $count } berson adael.
        [few] Teipiwch { $count } isod os bwriedir i { $count } pherson adael.
        [many] Teipiwch { $count } isod os bwriedir i { $count } pherson adael.
       *[other] Teipiwch { $count } isod os bwriedir i { $count } o bobl adael.
    }
upload-save_note = Mae cadw miloedd o bobl yn cymryd rhai eiliadau; byddwch yn gweld pa mor bell y mae. Nid yw pwyso ddwywaith yn gwneud drwg.
upload-saving_title = Mae’r rhestr yn cael ei chadw
upload-saving_words = Caiff yr hyn a welwch yma ei ddiweddaru bob ychydig eiliadau. Cewch ei gau: mae’r cadw’n mynd ymlaen. Cedwir y rhestr yn gyfan neu ddim o gwbl.
upload-saving_count = { $count ->
        [zero] Mae { $count } newid i bobl ar eu ffordd.
        [one] Mae un newid i berson ar ei ffordd.
        [two] Mae { $count } newid i bobl ar eu ffordd.
        [few] Mae { $count } newid i bobl ar eu ffordd.
        [many] Mae { $count } newid i bobl ar eu ffordd.
       *[other] Mae { $count } newid i bobl ar eu ffordd.
    }
upload-saving_again = Edrych nawr
upload-step-comparing = Cymharu’r rhestr â phobl nawr
upload-step-waiting = Aros am beth bynnag arall sy’n cael ei ysgrifennu
upload-step-checking = Gwirio popeth yn ôl y rheolau
upload-step-writing = Ei ysgrifennu
upload-step_done = wedi’i wneud
upload-step_now = nawr
upload-step_later = eto i ddod
upload-interrupted_title = Torrwyd ar draws y cadw
upload-interrupted = Cafodd Rounds ei stopio yn y cyfamser, ac ni chadwyd dim o’r rhestr. Mae yma o hyd: edrychwch ar y newidiadau a chadwch eto.
upload-interrupted_again = Edrych ar y newidiadau
upload-saved_title = Mae’r rhestr wedi’i chadw
upload-saved = Wedi’i chadw fel diwygiad { $number }.
upload-saved_words = Mae’r ffeil wedi’i dileu yma. Nid oes gan bwy bynnag sy’n newydd wahoddiad eto.
