### Geiriau’r pwnc hwn: hollti. Un tîm yn dod yn sawl un, yn y consol.

split-title = Hollti { $unit }
split-words = Mae pwy bynnag a diciwyd yn mynd i’r tîm newydd, fel yr aelod, yr hyrwyddwr neu’r arweinydd ydyw. Mae pawb arall yn aros. Bydd popeth sy’n enwi { $unit }, fel amserlenni, yn enwi’r tîm newydd hefyd. Mae ffigurau’r ddau’n dechrau eto yn yr wythnos honno.
split-listed = Dim ond y { $count } cyntaf yn ôl enw a ddangosir. Symudwch eraill yn nes ymlaen, drwy restr gan Adnoddau Dynol.
split-one_more = I un tîm arall
split-field-id = Enw byr tîm newydd { $number }
split-field-name = Enw tîm newydd { $number }
split-field-people = Pwy sy’n mynd i dîm newydd { $number }
split-field-medical_lead = Arweinydd meddygol tîm newydd { $number }
split-field-nursing_lead = Arweinydd nyrsio tîm newydd { $number }
split-field-operational_lead = Arweinydd gweithredol tîm newydd { $number }
split-help-lead = Mae pwy bynnag a diciwyd ac sy’n arwain yn barod yn parhau i arwain yno.
split-person = { $name } ({ $id }): { $roles }
split-of_team = { $team }: { $caution }
split-asked = { $count ->
        [zero] Mae { $count } o bobl yn symud
        [one] Mae un person yn symud
        [two] Mae { $count } berson yn symud
        [few] Mae { $count } pherson yn symud
        [many] Mae { $count } pherson yn symud
       *[other] Mae { $count } o bobl yn symud
    }
split-moves = { $name } ({ $id }) i { $team }
