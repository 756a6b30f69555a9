### Geiriau’r pwnc hwn: y llyfrgell, camau’r llyfrgell gweithredu. Pum munud, ar eich pen eich hun, heddiw.

library-1-1 = Ysgrifennwch un canlyniad i’ch cleifion eich hun ar y bwrdd trosglwyddo. Rhowch wrth ei ochr: “Beth fyddai’n newid hyn?”
library-1-2 = Gofynnwch i’r cydweithiwr nesaf a welwch beth wastraffodd ei amser heddiw. Tynnwch ef o’r ffordd, neu dywedwch pwy all wneud hynny.
library-1-2b = Dewch o hyd i un peth rydych i gyd yn ei ysgrifennu ddwywaith. Gofynnwch heddiw pwy allai ollwng un o’r ddau.
library-1-3 = Wrth drosglwyddo nesaf, gwrandewch am un peth y mae pobl yn ei wneud nad oes polisi’n sôn amdano. Nodwch ef.
library-1-4 = Pan glywch “chawn ni ddim gwneud hynny” nesaf, nodwch pa reol sydd dan sylw. Holwch eich arweinydd llywodraethu amdani.
library-2-1 = Trowch un penderfyniad o’ch eiddo yr wythnos hon yn gwestiwn. Anfonwch ef at ddau gydweithiwr cyn penderfynu.
library-2-1b = Gofynnwch i un cydweithiwr: “Beth ddylwn i ei wybod nad oes neb yn ei ddweud wrthyf?” Gwrandewch yn unig.
library-2-2 = Cymerwch un llithriad diweddar, heb enwau. Ysgrifennwch beth adawodd y system drwodd, a beth wnewch chi’n wahanol.
library-3-1 = Rhestrwch y tair rôl sy’n cwrdd â’r rhan fwyaf o’ch cleifion. Gofynnwch i un person ynddynt beth sy’n mynd yn y ffordd.
library-3-2 = Meddyliwch am y cydweithiwr y mae eraill yn gofyn am ei gyngor. Gofynnwch heddiw beth fyddai’n rhoi cynnig arno gyntaf.
library-3-3 = Anfonwch dair llinell at yr arweinwyr eraill am yr hyn a ddywedodd y tîm. Gofynnwch am un ateb gan bob un.
library-3-4 = Cymerwch un peth a ddylai newid. Ysgrifennwch pwy, beth, erbyn pryd, a sut y byddwch yn gwybod.
library-3-5 = Gofynnwch i’r person sy’n anghytuno fwyaf â’ch penderfyniad diwethaf am ei reswm gorau. Diolchwch amdano.
library-4-1 = Ysgrifennwch un cam y gallai pawb ei wneud yr un fath. Gofynnwch i un cydweithiwr ble byddai hynny’n anghywir.
library-4-2 = Dangoswch un ffigur bach o waith eich tîm eich hun i gydweithiwr. Gofynnwch beth mae’n ei weld ynddo cyn i chi ddweud dim.
library-4-3 = Dewiswch un gwelliant bach ar gyfer un shifft. Gofynnwch i un cydweithiwr roi cynnig arno gyda chi.
library-4-3b = Dewch o hyd i un peth y mae’r shifft nos yn ei wneud yn well. Gofynnwch i un ohonynt ei ddangos i chi.
library-4-4 = Rhowch un peth lle mae pobl yn estyn amdano. Tynnwch un sydd yn y ffordd.
library-5-1 = Anfonwch i fyny’r un peth na allwch ei newid eich hun, gyda dyddiad ar gyfer ateb.
library-5-1b = Dywedwch wrth eich tîm am un peth y gofynnoch amdano oddi uchod, a beth oedd yr ateb.
library-6-1 = Cyn cynllunio’r gwelliant nesaf, gofynnwch i ddau berson y mae’n effeithio arnynt: “Pa broblem fyddech chi’n ei datrys gyntaf?”
library-6-2 = Gofynnwch i’r cydweithiwr y mae pobl yn ailadrodd ei farn am ei farn cyn y cyfarfod nesaf.
library-6-3 = Gofynnwch i rywun sy’n gweithio’r shifft ddod â’r newyddion nesaf, gyda chi wrth ei ochr.
library-6-4 = Gyda chytundeb, dywedwch wrth drosglwyddo syniad pwy a helpodd fis diwethaf, a beth a newidiodd.
library-6-4b = Diolchwch i un person am un union beth y gwelsoch ef neu hi’n ei wneud.
library-6-5 = Gwnewch un addewid sy’n ddigon bach i’w gadw erbyn dydd Gwener. Dywedwch heddiw pryd y byddwch yn adrodd.
library-6-5b = Dywedwch yn agored un peth a wnaethoch yn anghywir y mis hwn, a beth rydych yn ei wneud yn wahanol nawr.
library-6-6 = Dywedwch wrth y shifft nesaf un peth a benderfynwyd, un sy’n agored o hyd, ac un na all newid a pham.
library-6-6b = Atebwch y cwestiwn sydd wedi aros hiraf, hyd yn oed os “ddim eto” yw’r ateb.
library-6-7 = Edrychwch ar eich cyfarfod nesaf. Hanerwch ef, neu symudwch ef fel y gall y rhai ar nosweithiau ddod.
library-6-7b = Canslwch un neges neu gyfarfod na fyddai neb yn gweld ei eisiau. Dywedwch wrth bobl pam.

## yr hyn sy’n rhoi lle i weithredu i’r timau oddi tanodd, ar gyfer y rhai uwch eu pen

library-1-4g = Gofynnwch i’r arweinwyr oddi tanoch pa reol sy’n eu rhwystro fwyaf. Gofynnwch i berchennog y rheol yr wythnos hon a oes rhaid iddi.
library-3-3g = Enwch un penderfyniad y caiff timau oddi tanoch ei wneud heb ofyn i chi. Dywedwch wrth eu harweinwyr erbyn dydd Gwener.
library-4-4g = Arbedwch y ffordd hir i un cais oddi isod: penderfynwch arno heddiw, neu dywedwch pwy fydd yn penderfynu ac erbyn pryd.
library-5-1g = Atebwch y cais hynaf oddi isod, hyd yn oed â “na”, a dywedwch pam.
library-5-1h = Gofynnwch i’r arweinwyr oddi tanoch gyda’i gilydd: “Beth ydych chi’n ei gynllunio heb fod gennych yr adnoddau ar ei gyfer?” Gwrandewch yn unig.
library-6-1g = Cyn y cynllun nesaf sy’n effeithio ar y timau hyn, gofynnwch i ddau o’u harweinwyr beth fyddai ei angen.
