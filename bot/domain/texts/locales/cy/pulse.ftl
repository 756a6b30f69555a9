### Geiriau’r pwnc hwn: cwestiynau, yr hyn sy’n dilyn tap ar un ohonynt, a sut y caiff amseroedd a dyddiadau eu hysgrifennu.

## y cwestiwn

pulse-introduction = Helo, Rounds sydd yma. O bryd i’w gilydd cewch un cwestiwn byr am y ffordd y mae eich gwasanaeth yn cael ei redeg. Bydd eich tîm yn gweld beth a ddaw o’r atebion.
pulse-introduction_confidential = Mae’r atebion yn gyfrinachol. Caiff pob un ei ddinistrio o fewn { $weeks } wythnos i’r adeg y rhoesoch ef. Yr hyn fydd ar ôl yw ffigurau grwpiau cyfan, a geiriau a ddangoswyd i’ch tîm.
pulse-introduction_confidential_quarter = Mae’r atebion yn gyfrinachol. Caiff y rhai i gwestiynau sy’n cau erbyn { $last } eu dinistrio erbyn { $date }. Caiff rhai diweddarach eu dinistrio o fewn { $weeks } wythnos i’r adeg y rhoesoch nhw. Yr hyn fydd ar ôl yw ffigurau grwpiau cyfan, a geiriau a ddangoswyd i’ch tîm.
pulse-introduction_help =
    { $command ->
        [menu] Gallwch gymryd saib neu stopio o dan Mwy, neu yn y ddewislen.
       *[typed] Gallwch gymryd saib neu stopio o dan Mwy, neu anfon “{ $command }”.
    }
pulse-heading = { $unit }. Un cwestiwn, un tap.
pulse-heading_words = { $unit }. Un cwestiwn, yn eich geiriau eich hun.
pulse-no_patients = Peidiwch ag ysgrifennu dim a allai ddangos pwy yw claf neu gydweithiwr. { $longest } nod ar y mwyaf, mewn un neges neu mewn sawl un.
pulse-words_read = Pan ddaw’r wythnosau hyn i ben, bydd eich tîm a darllenwyr ei grynodeb yn darllen y geiriau i gyd gyda’i gilydd. Byddant heb enwau, mewn trefn ar hap. Mae angen i { $people } o bobl ysgrifennu. Os bydd llai’n gwneud hynny, ni fydd neb yn eu darllen. Caiff geiriau pwy bynnag sy’n darllen crynodeb uwch, neu a wnaeth yn ddiweddar, neu sy’n gweinyddu Rounds, eu gadael allan.
pulse-words_unread = Nid oes neb yn darllen y geiriau hyn: mae eich tîm yn rhy fach i’w dangos, neu rydych yn darllen ei grynodeb.
pulse-open_until = Yn cau: { $until }. Ni ddangosir eich ateb i unrhyw arweinydd na gweinyddwr, na dangos a roesoch chi un.
pulse-open_until_words = Yn cau: { $until }. Ni ddangosir i unrhyw arweinydd na gweinyddwr pa eiriau yw eich rhai chi, na dangos a ysgrifennoch chi.
pulse-reminder = Os hoffech ateb, mae’n dal ar agor. Yn cau: { $until }. Dyma’r unig nodyn atgoffa.
pulse-again = Dyma fe eto, fel y gofynnoch. Yn cau: { $until }.

## y cwestiwn fel prawf, i weinyddwyr

pulse-test_heading = Prawf yw hwn. Cwestiwn nesaf “{ $schedule }”: { $when }.
pulse-test_words = Mae pobl yn ateb hwn yn eu geiriau eu hunain. Dywedir wrthynt pwy sy’n eu darllen.
pulse-test_note = Gofynnoch am y prawf hwn i roi cynnig ar eich sianel. Ni chaiff dim ei gadw, beth bynnag a bwyswch.
pulse-test_pressed = Prawf oedd hwn. Ni chaiff dim ei gadw.

## botymau

pulse-likert4-4 = Cytuno’n gryf
pulse-likert4-3 = Cytuno
pulse-likert4-2 = Anghytuno
pulse-likert4-1 = Anghytuno’n gryf
pulse-change_question = Tua phedair wythnos yn ôl cafodd hyn ei wneud yn eich tîm. A newidiodd unrhyw beth?
pulse-changed-y = Do
pulse-changed-l = Ychydig
pulse-changed-n = Naddo
pulse-yes = Ie
pulse-no = Na
pulse-cant_say = Methu dweud
pulse-not_now = Ddim nawr
pulse-more = Mwy
pulse-change = Newid
pulse-answer_now = Ateb nawr
pulse-add_words = Ychwanegu geiriau
pulse-back = Yn ôl at y cwestiwn

## ar ôl tap

pulse-recorded = Diolch. Cofnodwyd ar gyfer { $unit }. Gallwch ei newid cyn { $until }.
pulse-writing = Wedi’i dderbyn ar gyfer { $unit }. Bydd rhagor o negeseuon yn perthyn i’r un ateb nes i chi ddweud mai dyna’r cyfan. Mae’n cyfrif eisoes, a gallwch ei newid cyn { $until }.
pulse-done = Dyna’r cyfan
pulse-start_again = Dechrau eto
pulse-add_to_it = Eu hychwanegu at fy ateb
pulse-put_in_place = Eu rhoi yn ei le
pulse-leave_it = Gadael fy ateb fel y mae
pulse-replace_asked = Rydych wedi ateb hwn ar gyfer { $unit } yn barod. I ble mae’r geiriau hyn yn perthyn?
pulse-too_much = Gyda’r rhain byddai { $length } nod yn eich ateb, ac mae lle i { $longest }. Ni chafodd y geiriau hyn eu hychwanegu. Mae eich ateb yn aros fel yr oedd. Byrhewch nhw a’u hanfon eto, os gwelwch yn dda:
pulse-change_too_long = Gyda’r newid hwn byddai { $length } nod yn eich ateb, ac mae lle i { $longest }. Mae eich ateb yn aros fel yr oedd.
pulse-edit_counts = Mae eich newid yn cyfrif: mae yn eich ateb ar gyfer { $unit } nawr.
pulse-taken_out = Mae eich geiriau wedi’u tynnu o’ch ateb ar gyfer { $unit }. Gallwch ysgrifennu un arall cyn { $until }.
pulse-below = Mae’r cwestiwn hwn eto ymhellach i lawr. Atebwch ef yno cyn { $until }, os gwelwch yn dda.
pulse-below_heard = Mae eich ateb ar gyfer { $unit } yn cyfrif. Mae ymhellach i lawr nawr, a gallwch ei newid yno cyn { $until }.
pulse-news = Ers i chi ateb ddiwethaf
pulse-skipped = Wedi’i hepgor, ac mae hynny’n iawn. Gallwch ateb o hyd cyn { $until }.
pulse-snooze = Dim problem. Pryd y cawn ni ofyn eto?
pulse-would_pass = bydd y cwestiwn hwn wedi cau erbyn hynny, felly caiff ei hepgor
pulse-after_shift = Ar ôl fy shifft
pulse-tomorrow = Yfory
pulse-next_week = Wythnos nesaf
pulse-skip = Hepgor hwn
pulse-snoozed = Byddwn yn gofyn eto: { $when }. Bydd y cwestiwn yn cau: { $until }.
pulse-passed = Iawn, nid oes rhaid i chi ateb hwn. Daw eich cwestiwn nesaf mewn wythnos arall.
pulse-more_menu = Beth hoffech chi?
pulse-less_often = Gofyn i mi’n llai aml
pulse-on_nights = Rwyf ar nosweithiau yr wythnos hon
pulse-pause = Saib
pulse-stop = Stopio
pulse-team_button = Pwy sydd ar ein rhestr?
pulse-why_button = Pam gofyn i mi?
pulse-privacy_button = Pwy sy’n gweld beth?
pulse-why = Rydych ar restr { $unit }. Mae pawb arni’n cael yr un cwestiwn. Mae’n ymwneud â rhedeg y gwasanaeth, nid â’ch hwyliau na’ch perfformiad.
pulse-why_not_scored = Mae “Methu dweud” a “Hepgor hwn” yn atebion hefyd. Ni roddir sgôr i’r naill na’r llall.

## pan na ellir cofnodi dim

pulse-closed = Mae’r cwestiwn hwn wedi cau, felly ni chofnodwyd dim. Nid oes dim mwy i’w wneud.
pulse-closed_kept = Mae’r cwestiwn hwn wedi cau, felly ni newidiwyd dim. Mae eich ateb cynharach yn dal i gyfrif.
pulse-left_team = Nid ydych ar restr { $unit } mwyach, felly ni chofnodwyd dim.
pulse-not_here = Cwestiwn i rywun arall oedd hwn, neu nid yw’n cael ei gadw mwyach, felly ni chofnodwyd dim.
pulse-use_buttons = Tapiwch un o’r botymau o dan y cwestiwn, os gwelwch yn dda. Nid yw geiriau’n cael eu cadw yma.

## geiriau wrth ochr ateb

pulse-add_words_ask = Beth hoffech chi ei ychwanegu at eich ateb ar gyfer { $unit }?
pulse-add_nothing = Dim geiriau
pulse-add_first = Pwyswch “Ychwanegu geiriau” o dan eich ateb yn gyntaf, ac ysgrifennwch wedyn, os gwelwch yn dda. Ni chadwyd y geiriau hyn:

## testun rhydd na chafodd ei dderbyn

pulse-refused = Gallai hyn ddangos pwy yw claf ({ $what }). Ni chadwyd dim. Tynnwch ef allan a’i anfon eto, os gwelwch yn dda. Os oes rhywun mewn perygl, defnyddiwch system ddigwyddiadau eich ysbyty yn lle hynny. Nid oes neb yn darllen hwn ar unwaith.
pulse-given_back = Gallai hyn enwi rhywun neu ddweud ble maen nhw ({ $what }), felly ni chadwyd dim. Mae eich geiriau’n aros yma. Newidiwch nhw a’u hanfon eto, os gwelwch yn dda. Os oes rhywun mewn perygl, defnyddiwch system ddigwyddiadau eich ysbyty yn lle hynny.
pulse-refused-health_number = rhif deg digid
pulse-refused-phone = rhif ffôn
pulse-refused-email = cyfeiriad e-bost
pulse-refused-date = dyddiad llawn
pulse-refused-record_number = rhif ysbyty
pulse-refused-insurance_number = rhif Yswiriant Gwladol
pulse-refused-postcode = cod post
pulse-refused-name = enw rhywun
pulse-refused-bed = gwely neu ystafell
pulse-refused-colleague = enw rhywun yn eich tîm
pulse-too_long = Mae hynny’n hirach na { $longest } nod, felly ni chadwyd dim. Byrhewch ef a’i anfon eto, os gwelwch yn dda.

## amseroedd

pulse-when_near = { $weekday } { $time }
pulse-when_far = { $date }, { $time }
