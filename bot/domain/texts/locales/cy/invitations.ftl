### Y consol: gwahoddiadau, ar bapur ac fel rhestr.

invitations-count-joined = Wedi ymuno
invitations-count-open = Wedi’u gwahodd
invitations-count-run_out = Gwahoddiad wedi dod i ben
invitations-count-none = Heb eu gwahodd
invitations-make = Gwneud gwahoddiadau
invitations-make_words = I bobl nad ydynt wedi ymuno eto. Mae pob un yn gweithio unwaith, am 14 diwrnod. Dim ond pan gânt eu gwneud y gwelwch y codau, felly argraffwch neu cadwch nhw bryd hynny.
invitations-for = I bwy
invitations-everybody = Pawb nad ydynt wedi ymuno
invitations-renew = Disodli gwahoddiadau sy’n dal yn ddilys hefyd
invitations-renew_note = Bydd y slipiau sydd gan y bobl hyn yn peidio â gweithio. Heb hyn, mae pwy bynnag sydd â gwahoddiad dilys yn ei gadw.
invitations-slips = Slipiau i’w hargraffu
invitations-list = Rhestr fel ffeil
invitations-choose = Dewis pobl fesul un
invitations-choose_title = Gwahoddiadau i bobl unigol
invitations-choose_legend = Pwy sy’n cael gwahoddiad?
invitations-more = Poster a llythyr
invitations-poster = Dangos y poster
invitations-poster_for = Poster ar gyfer
invitations-poster_all = Y sefydliad cyfan
invitations-letter = Testun ar gyfer llythyr
invitations-by_unit = Unedau

invitations-nobody_title = Ni wnaed gwahoddiad
invitations-nobody = Nid oes neb ar ôl y mae angen un arno.
invitations-kept = { $count ->
        [zero] Mae gan { $count } o bobl wahoddiad sy’n dal yn ddilys, ac fe’i cedwir.
        [one] Mae gan un person wahoddiad sy’n dal yn ddilys, ac fe’i cedwir.
        [two] Mae gan { $count } berson wahoddiad sy’n dal yn ddilys, ac fe’i cedwir.
        [few] Mae gan { $count } pherson wahoddiad sy’n dal yn ddilys, ac fe’i cedwir.
        [many] Mae gan { $count } pherson wahoddiad sy’n dal yn ddilys, ac fe’i cedwir.
       *[other] Mae gan { $count } o bobl wahoddiad sy’n dal yn ddilys, ac fe’i cedwir.
    }
invitations-rest = { $count ->
        [zero] Mae { $count } o bobl eraill yn aros
        [one] Mae un person arall yn aros
        [two] Mae { $count } berson arall yn aros
        [few] Mae { $count } pherson arall yn aros
        [many] Mae { $count } pherson arall yn aros
       *[other] Mae { $count } o bobl eraill yn aros
    }. Ewch yn ôl a gwnewch y rhai nesaf.
invitations-off = { $count ->
        [zero] Mae { $count } o bobl ar sianel sydd wedi’i diffodd, heb gael gwahoddiad.
        [one] Mae un person ar sianel sydd wedi’i diffodd, heb gael gwahoddiad.
        [two] Mae { $count } berson ar sianel sydd wedi’i diffodd, heb gael gwahoddiad.
        [few] Mae { $count } pherson ar sianel sydd wedi’i diffodd, heb gael gwahoddiad.
        [many] Mae { $count } pherson ar sianel sydd wedi’i diffodd, heb gael gwahoddiad.
       *[other] Mae { $count } o bobl ar sianel sydd wedi’i diffodd, heb gael gwahoddiad.
    }
invitations-others = { $count ->
        [zero] Mae { $count } o bobl yn perthyn i unedau pobl eraill hefyd, neu’n gweinyddu Rounds. Gofynnwch i bwy bynnag sy’n gweinyddu popeth.
        [one] Mae un person yn perthyn i unedau pobl eraill hefyd, neu’n gweinyddu Rounds. Gofynnwch i bwy bynnag sy’n gweinyddu popeth.
        [two] Mae { $count } berson yn perthyn i unedau pobl eraill hefyd, neu’n gweinyddu Rounds. Gofynnwch i bwy bynnag sy’n gweinyddu popeth.
        [few] Mae { $count } pherson yn perthyn i unedau pobl eraill hefyd, neu’n gweinyddu Rounds. Gofynnwch i bwy bynnag sy’n gweinyddu popeth.
        [many] Mae { $count } pherson yn perthyn i unedau pobl eraill hefyd, neu’n gweinyddu Rounds. Gofynnwch i bwy bynnag sy’n gweinyddu popeth.
       *[other] Mae { $count } o bobl yn perthyn i unedau pobl eraill hefyd, neu’n gweinyddu Rounds. Gofynnwch i bwy bynnag sy’n gweinyddu popeth.
    }

invitations-slips_title = { $count ->
        [zero] { $count } slip
        [one] Un slip
        [two] { $count } slip
        [few] { $count } slip
        [many] { $count } slip
       *[other] { $count } slip
    }
invitations-slips_words = Argraffwch hwn nawr, ar A4, maint llawn: dim ond unwaith y byddwch yn ei weld. Torrwch ar hyd y llinellau a rhowch bob slip yn breifat. Mae pob un yn gweithio unwaith, tan { $date }.
invitations-square = Sgwâr i’w sganio, gyda’r un ddolen ag isod
invitations-step_scan = Sganiwch y sgwâr â’ch ffôn, neu agorwch y ddolen.
invitations-step_press = Pwyswch yr un botwm.
invitations-step_find = Agorwch { $channel } a chwiliwch am Rounds.
invitations-step_send = Anfonwch y cod { $code } ato
invitations-step_wait = Dyna’r cyfan. Daw’r cwestiwn cyntaf ohono’i hun.
invitations-until = I chi yn unig. Yn gweithio unwaith, tan { $date }.

invitations-poster_title = Mae Rounds yn gofyn sut mae’r gwaith yn mynd
invitations-poster_what = Unwaith neu ddwywaith yr wythnos mae Rounds yn gofyn un cwestiwn byr i’n tîm, yn y sgwrs rydych yn ei defnyddio.
invitations-poster_short = Mae’n cymryd un tap.
invitations-poster_confidential = Mae’r atebion yn gyfrinachol. Maent dan sêl, a chânt eu dinistrio ar ôl { $weeks } wythnos ar y mwyaf. Ni ddywedir wrth neb pwy ddywedodd beth.
invitations-poster_back = Mae’r tîm yn darllen y prif ffigurau hefyd, a’r hyn a ddaw ohonynt.
invitations-poster_free = Gallwch gymryd saib neu stopio unrhyw bryd. Ni ddywedir wrth neb.
invitations-poster_join = Sut i ymuno
invitations-poster_ask = Gofynnwch am eich gwahoddiad. Eich un chi yn unig ydyw, ac mae ymuno’n cymryd munud.
invitations-poster_name = Pwy i’w holi:

invitations-letter_title = Testun ar gyfer llythyr
invitations-letter_words = Copïwch hwn i lythyr. Mae’r geiriau mewn «marciau» yn enwau colofnau’r rhestr. Mae postgyfuno yn eu llenwi.
invitations-letter_dear = Annwyl { $name },
invitations-letter_how = I ymuno, agorwch { $link } a phwyswch yr un botwm a welwch. Os nad oes dolen, agorwch eich sgwrs, chwiliwch am Rounds, ac anfonwch y cod { $code } ato
invitations-letter_until = I chi yn unig y mae eich gwahoddiad. Mae’n gweithio unwaith, tan { $date }.
