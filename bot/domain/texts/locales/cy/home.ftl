### Geiriau tudalen person mewn rhaglen sgwrsio (App Home yn Slack).

home-title = Eich gosodiadau – { $organisation }
home-teams = Rydych ar restr: { $teams }.
home-asked = Mae pob amserlen yn gofyn i chi unwaith yr wythnos ar y mwyaf.
home-asked_less = Gofynnir i chi { $weeks ->
        [zero] bob { $weeks } wythnos
        [one] bob wythnos
        [two] bob pythefnos
        [few] bob { $weeks } wythnos
        [many] bob { $weeks } wythnos
       *[other] bob { $weeks } wythnos
    } ar y mwyaf, fel y dymunoch.
home-paused = Dim cwestiynau tan ddiwedd { $day }.
home-stopped = Rydych wedi stopio. Nid ydych yn cael cwestiynau, ac nid oes unrhyw restr yn dangos pwy sydd wedi stopio.
home-confidential = Mae’r atebion yn gyfrinachol. Nid oes unrhyw arweinydd na gweinyddwr yn gweld beth yw eich ateb, na gweld a ydych yn ateb.
home-button-less_often = Gofyn i mi’n llai aml
home-button-weekly_again = Bob wythnos eto
home-button-pause = Saib
home-button-resume = Gofyn i mi eto
home-button-stop = Stopio
home-button-privacy = Pwy sy’n gweld beth?
