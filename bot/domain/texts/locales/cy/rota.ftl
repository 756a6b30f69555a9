### Y consol: rota’r ysbyty. Tudalen person: ei galendr ei hun.

rota-words = Dewch â shifftiau fel rhestr â rhes i bob un: ID y person, dechrau, diwedd a math. Byddwch yn edrych ar yr hyn a fyddai’n newid, ac yna’n ei gadw.
rota-effect = Daw cwestiynau wedyn ar shifftiau a weithir. Ni ddônt byth ar absenoldeb, ar alwad nac ar ddiwrnodau rhydd. Ni ddônt chwaith yn yr un awr ar ddeg ar ôl noson. Nid yw pwy bynnag sydd heb amser yn y gwaith tra bo rownd ar agor yn rhan ohoni.
rota-file = Ffeil gyda’r shifftiau
rota-help-file = CSV, neu Excel (XLSX), gyda’r colofnau person_id, starts, ends a kind. Y mathau yw day, late, night, on_call, leave, off a training. Mae geiriau a chodau arferol fel LD, N ac A/L yn hysbys hefyd.
rota-refused-no_columns = Nid oes rhes yn enwi’r colofnau. Rhaid i’r rhes gyntaf enwi person_id, starts, ends a kind.
rota-saved = { $count ->
        [zero] Wedi’i gadw. Ni newidiodd shifftiau neb.
        [one] Wedi’i gadw. Newidiodd shifftiau un person.
        [two] Wedi’i gadw. Newidiodd shifftiau { $count } berson.
        [few] Wedi’i gadw. Newidiodd shifftiau { $count } pherson.
        [many] Wedi’i gadw. Newidiodd shifftiau { $count } pherson.
       *[other] Wedi’i gadw. Newidiodd shifftiau { $count } o bobl.
    }
rota-plan_title = Beth fyddai’r rota hon yn ei newid
rota-faults = { $count ->
        [zero] Ni ellir darllen { $count } rhes
        [one] Ni ellir darllen un rhes
        [two] Ni ellir darllen { $count } res
        [few] Ni ellir darllen { $count } rhes
        [many] Ni ellir darllen { $count } rhes
       *[other] Ni ellir darllen { $count } rhes
    }
rota-faults_more = Ni ellir darllen o leiaf { $count } rhes
rota-fault = Llinell { $line }, { $column }: { $what }
rota-faults_words = Ni ellir cadw dim tra bo rhes yn anghywir. Cywirwch y ffeil a dewch â hi eto.
rota-leave_out = Hepgor rhesi pobl nad ydynt ar eich rhestr
rota-more = { $count ->
        [zero] a { $count } arall
        [one] ac un arall
        [two] a { $count } arall
        [few] a { $count } arall
        [many] a { $count } arall
       *[other] a { $count } arall
    }
rota-count-people = Pobl
rota-count-shifts = Shifftiau
rota-count-days = Diwrnodau
rota-days = { $first } i { $last }
rota-left_out = { $count ->
        [zero] Hepgorir { $count } rhes: nid yw eu pobl ar eich rhestr.
        [one] Hepgorir un rhes: nid yw ei pherson ar eich rhestr.
        [two] Hepgorir { $count } res: nid yw eu pobl ar eich rhestr.
        [few] Hepgorir { $count } rhes: nid yw eu pobl ar eich rhestr.
        [many] Hepgorir { $count } rhes: nid yw eu pobl ar eich rhestr.
       *[other] Hepgorir { $count } rhes: nid yw eu pobl ar eich rhestr.
    }
rota-over = Nid oes dim ohono rhwng ddoe ac wyth wythnos ymlaen, felly nid oes dim i’w gadw.
rota-cut = Cedwir shifftiau am wyth wythnos ymlaen. Dewch â’r gweddill eto erbyn hynny.
rota-changed = { $count ->
        [zero] Mae shifftiau { $count } o bobl yn newid
        [one] Mae shifftiau un person yn newid
        [two] Mae shifftiau { $count } berson yn newid
        [few] Mae shifftiau { $count } pherson yn newid
        [many] Mae shifftiau { $count } pherson yn newid
       *[other] Mae shifftiau { $count } o bobl yn newid
    }
rota-change = { $name } ({ $id }): { $come ->
        [zero] { $come } shifft newydd
        [one] un shifft newydd
        [two] { $come } shifft newydd
        [few] { $come } shifft newydd
        [many] { $come } shifft newydd
       *[other] { $come } shifft newydd
    }, { $go ->
        [zero] { $go } wedi’u tynnu allan
        [one] un wedi’i thynnu allan
        [two] { $go } wedi’u tynnu allan
        [few] { $go } wedi’u tynnu allan
        [many] { $go } wedi’u tynnu allan
       *[other] { $go } wedi’u tynnu allan
    }
rota-own_title = Calendrau pobl eu hunain
rota-own_words = Caiff pobl roi calendr o’u shifftiau eu hunain. Dim ond pryd y daw cwestiwn atynt hwy y mae’n ei benderfynu. Nid oes neb yma’n gweld calendr pwy ydyw, na beth sydd ynddo.
rota-hosts_title = Newid y gweinyddion hyn
rota-hosts_told = Gweinyddion y tu mewn i’ch rhwydwaith y caiff calendrau ddod ohonynt: { $hosts }.
rota-hosts_none = O weinyddion cyhoeddus yn unig y caiff calendrau ddod.
rota-hosts = Gweinyddion y tu mewn i’ch rhwydwaith
rota-hosts_help = Enwau yn unig, gyda chomas rhyngddynt, er enghraifft rota.example.org. Gadewch ef yn wag am ddim un.
