### Geiriau’r pwnc hwn: ymuno drwy ddolen neu god.

enrol-stranger = Helo, Rounds sydd yma. Nid ydych ar restr tîm yma ar hyn o bryd, felly ni chadwyd dim o’r hyn a ysgrifennoch. I ymuno, agorwch y ddolen neu anfonwch y cod a gawsoch gan eich gweinyddwr.
enrol-joined = Croeso. Rydych wedi ymuno â’r canlynol: { $units }. Daw eich cwestiwn cyntaf pan fydd yn bryd. Tan hynny nid oes dim i’w wneud.
enrol-joined_confidential = Mae’r atebion yn gyfrinachol. Caiff pob un ei ddinistrio o fewn { $weeks } wythnos i’r adeg y rhoesoch ef. Yr hyn fydd ar ôl yw ffigurau grwpiau cyfan, a geiriau a ddangoswyd i’ch tîm.
enrol-joined_confidential_quarter = Mae’r atebion yn gyfrinachol. Caiff y rhai i gwestiynau sy’n cau erbyn { $last } eu dinistrio erbyn { $date }. Caiff rhai diweddarach eu dinistrio o fewn { $weeks } wythnos i’r adeg y rhoesoch nhw. Yr hyn fydd ar ôl yw ffigurau grwpiau cyfan, a geiriau a ddangoswyd i’ch tîm.
enrol-joined_help =
    { $command ->
        [menu] Gallwch gymryd saib neu stopio unrhyw bryd: agorwch y ddewislen.
       *[typed] Gallwch gymryd saib neu stopio unrhyw bryd: anfonwch “{ $command }”.
    }
enrol-joined_reader = Croeso. Rydych wedi ymuno â’r canlynol: { $units }. Cewch y crynodeb pan fydd un ar gael. Tan hynny nid oes dim i’w wneud.
enrol-joined_reader_digests =
    { $command ->
        [menu] Nid oes unrhyw grynodeb yn dangos beth oedd ateb unigolyn, nac a wnaeth ateb. Agorwch y ddewislen i weld beth allwch chi ei wneud.
       *[typed] Nid oes unrhyw grynodeb yn dangos beth oedd ateb unigolyn, nac a wnaeth ateb. Anfonwch “{ $command }” i weld beth allwch chi ei wneud.
    }
enrol-joined_already = Rydych wedi ymuno’n barod. Nid oes dim i’w wneud.
enrol-code_not_valid = Nid yw’r cod hwn yn gweithio. Gallai fod yn hen, neu wedi’i ddefnyddio o’r blaen. Gofynnwch i’ch gweinyddwr am un newydd, os gwelwch yn dda.
enrol-too_many_tries = Bu gormod o geisiadau. Arhoswch awr, neu gofynnwch i’ch gweinyddwr am god newydd.
enrol-taken = Mae’r sgwrs hon yn perthyn yn barod i rywun ar restr { $units }. Mae eich cod ar gyfer person arall. Os newidiwch hyn, bydd Rounds yn gofyn i berson eich cod yma o hyn allan. Ni ofynnir mwyach i bwy bynnag y gofynnwyd iddynt yma o’r blaen. Ydych chi eisiau ei newid?
enrol-taken_yes = Ydw, newid hyn
enrol-taken_no = Na, gadael fel y mae
enrol-taken_over = Ni ofynnir yma mwyach i bwy bynnag y gofynnwyd iddynt yn y sgwrs hon o’r blaen. Os mai chi oedd hwnnw, gofynnwch i’ch gweinyddwr am god newydd, os gwelwch yn dda.
enrol-kept = Iawn. Nid oes dim wedi newid, ac mae’r cod yn dal i weithio.
