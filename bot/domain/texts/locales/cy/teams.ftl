### Tudalen y timau yn y consol.

teams-new = Uned newydd
teams-change = Newid { $unit }
teams-merge = Uno { $unit } â thîm arall
teams-retire = Dirwyn { $unit } i ben
teams-merge_words = Mae ei bobl yn cadw eu rolau yn y tîm arall. Bydd popeth sy’n ei enwi, fel amserlenni, wedyn yn enwi’r llall. Mae ffigurau’r tîm arall yn dechrau eto yn yr wythnos honno.
teams-nobody = Nid oes neb ar y rhestr yma
teams-unread = Nid oes neb yn darllen ei grynodeb: nid oes ganddo arweinydd na hyrwyddwr.
teams-without = Yn eisiau: { $roles }.
teams-short = Mae angen o leiaf { $minimum } aelod ar gyfer ei ffigurau ei hun, heb gyfrif arweinwyr. Tan hynny caiff ei gyfrif gyda’i gymdogion.
teams-short_spread = Dim ond am { $minimum } aelod neu fwy, heb gyfrif arweinwyr, y dywedir bod y farn yn amrywio’n fawr.
teams-count-member = { $count ->
        [zero] { $count } aelod
        [one] un aelod
        [two] { $count } aelod
        [few] { $count } aelod
        [many] { $count } aelod
       *[other] { $count } aelod
    }
teams-count-champion = { $count ->
        [zero] { $count } hyrwyddwr
        [one] un hyrwyddwr
        [two] { $count } hyrwyddwr
        [few] { $count } hyrwyddwr
        [many] { $count } hyrwyddwr
       *[other] { $count } hyrwyddwr
    }
teams-count-medical_lead = { $count ->
        [zero] { $count } arweinydd meddygol
        [one] un arweinydd meddygol
        [two] { $count } arweinydd meddygol
        [few] { $count } arweinydd meddygol
        [many] { $count } arweinydd meddygol
       *[other] { $count } arweinydd meddygol
    }
teams-count-nursing_lead = { $count ->
        [zero] { $count } arweinydd nyrsio
        [one] un arweinydd nyrsio
        [two] { $count } arweinydd nyrsio
        [few] { $count } arweinydd nyrsio
        [many] { $count } arweinydd nyrsio
       *[other] { $count } arweinydd nyrsio
    }
teams-count-operational_lead = { $count ->
        [zero] { $count } arweinydd gweithredol
        [one] un arweinydd gweithredol
        [two] { $count } arweinydd gweithredol
        [few] { $count } arweinydd gweithredol
        [many] { $count } arweinydd gweithredol
       *[other] { $count } arweinydd gweithredol
    }
teams-count-sponsor = { $count ->
        [zero] { $count } uwch-noddwr
        [one] un uwch-noddwr
        [two] { $count } uwch-noddwr
        [few] { $count } uwch-noddwr
        [many] { $count } uwch-noddwr
       *[other] { $count } uwch-noddwr
    }
teams-count-administrator = { $count ->
        [zero] { $count } gweinyddwr
        [one] un gweinyddwr
        [two] { $count } weinyddwr
        [few] { $count } gweinyddwr
        [many] { $count } gweinyddwr
       *[other] { $count } gweinyddwr
    }
teams-count-auditor = { $count ->
        [zero] { $count } archwilydd
        [one] un archwilydd
        [two] { $count } archwilydd
        [few] { $count } archwilydd
        [many] { $count } archwilydd
       *[other] { $count } archwilydd
    }
teams-count-guardian = { $count ->
        [zero] { $count } gwarcheidwad
        [one] un gwarcheidwad
        [two] { $count } warcheidwad
        [few] { $count } gwarcheidwad
        [many] { $count } gwarcheidwad
       *[other] { $count } gwarcheidwad
    }
teams-field-id = Enw byr
teams-field-name = Enw
teams-field-parent = Yn rhan o
teams-field-timezone = Cylchfa amser
teams-field-locale = Iaith
teams-field-into = I ba dîm
teams-field-week = O ba wythnos ymlaen
teams-field-reason = Rheswm
teams-help-id = Llythrennau, digidau a chysylltnodau. Mae’n aros am byth.
teams-help-parent = Unedau heb rai oddi tanynt yw timau: gofynnir iddynt, ac mae ganddynt ffigurau.
teams-help-timezone = Fel Europe/London. Os yw’n wag, cylchfa’r uned uwchben ydyw.
teams-help-locale = Fel en-GB. Os yw’n wag, iaith yr uned uwchben ydyw.
teams-help-week = Unrhyw ddiwrnod ynddi.
