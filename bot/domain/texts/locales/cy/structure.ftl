### Geiriau’r pwnc hwn: swyddi a seddi ochr yn ochr â’r cwestiynau, a’r hyn y mae cam dyddiedig yn ei ailgychwyn. Swyddi, byth enwau.

## cyd-arweinwyr

structure-co_leads_label = Cyd-arweinwyr
structure-co_leads = Heb eu henwi eto: { $roles }
structure-co_leads_note = yn aml mae timau da’n cael eu harwain gan feddyg, nyrs a rheolwr gyda’i gilydd
structure-co_leads_above = Timau heb arweinydd meddygol, nyrsio a gweithredol i gyd: { $count } o { $teams }

## swyddi

structure-posts_label = Swyddi
structure-post-doctor = { $role } (meddyg) ers { $since }
structure-post-nurse = { $role } (nyrs) ers { $since }
structure-post-ahp = { $role } (proffesiynau perthynol i iechyd) ers { $since }
structure-post-other = { $role } ers { $since }
structure-post_vacant = { $role }: gwag
structure-posts_more = { $count } arall
structure-role-clinical_lead = Arweinydd clinigol
structure-role-divisional_director = Cyfarwyddwr is-adran
structure-role-medical_director = Cyfarwyddwr meddygol
structure-role-assistant_medical_director = Cyfarwyddwr meddygol cynorthwyol neu gysylltiol
structure-role-director_of_education = Cyfarwyddwr addysg
structure-role-clinical_tutor = Tiwtor clinigol
structure-role-postgraduate_dean = Deon ôl-raddedig
structure-role-director_of_research = Cyfarwyddwr ymchwil a datblygu
structure-role-clinical_network_director = Cyfarwyddwr rhwydwaith clinigol
structure-role-clinical_governance_lead = Arweinydd llywodraethu clinigol
structure-role-chief_executive = Prif weithredwr
structure-role-chair_of_research_ethics = Cadeirydd y pwyllgor moeseg ymchwil
structure-role-risk_management = Rheoli risg
structure-role-infection_control = Rheoli heintiau

## bwrdd

structure-board_label = Bwrdd
structure-board = { $filled } o { $seats } sedd wedi’u llenwi
structure-board_tenure = mae hanner wedi bod arno ers { $tenure } neu fwy
structure-board_empty = { $seats ->
        [zero] Dim un o { $seats } sedd wedi’i llenwi
        [one] Mae’r unig sedd yn wag
        [two] Dim un o { $seats } sedd wedi’i llenwi
        [few] Dim un o { $seats } sedd wedi’i llenwi
        [many] Dim un o { $seats } sedd wedi’i llenwi
       *[other] Dim un o { $seats } sedd wedi’i llenwi
    }
structure-professions-doctor = meddygon { $count }
structure-professions-nurse = nyrsys { $count }
structure-professions-ahp = proffesiynau perthynol i iechyd { $count }
structure-professions-other = eraill { $count }
structure-kind-active_staff = yn trin cleifion yma { $count }
structure-kind-at_large = clinigwyr o fannau eraill { $count }
structure-kind-management = rheolwyr { $count }
structure-chief_executive = prif weithredwr { $vote }, yn y swydd ers { $tenure }
structure-vote-yes = â phleidlais
structure-vote-no = heb bleidlais
structure-tenure =
    { $years ->
        [zero] llai na blwyddyn
        [one] blwyddyn
        [two] { $years } flynedd
        [few] { $years } blynedd
        [4] { $years } blynedd
        [many] { $years } blynedd
       *[other] { $years } mlynedd
    }

## camau dyddiedig

structure-changed_label = Newidiwyd
structure-changed-trainees = nid oes gan ymunwyr newydd hanes gyda ni eto; nid oes dim arall yn newid
structure-changed-baseline = rydym yn dysgu eto beth sy’n arferol i chi ac ni fyddwn yn awgrymu sgwrs am bedair wythnos
structure-changed-rebase = o’r wythnos hon ymlaen mae amrediad arferol newydd ar y siart
structure-changed_above = { $count } o { $teams } tîm
