### Geiriau’r pwnc hwn: gwarcheidwaid. Cymorth i staff, a phwy sy’n cael yr hyn a godir, yn y consol.

guardians-title = Cymorth a gwarcheidwaid
guardians-heading = Gwarcheidwaid
guardians-words = Mae gwarcheidwad yn rhywun y tu allan i’r timau, er enghraifft gwarcheidwad codi llais. Mae’n cael yr hyn y mae pobl yn ei godi gydag ef. Ar ôl 7 diwrnod mae’n cael yr hyn nad yw arweinwyr tîm wedi’i ateb. Dangosir enwau i bwy bynnag sy’n codi rhywbeth. Ni ddangosir i neb faint a godir.
guardians-none = Nid oes neb wedi’i enwi eto. Ni all yr hyn a godir ac na chaiff ei ateb fynd at neb y tu allan i’r tîm.
guardians-new = Enwi gwarcheidwad
guardians-end = Gorffen rôl { $who } fel gwarcheidwad
guardians-person = ID y person
guardians-person_words = Rhywun ar y rhestr. Mae’r IDau o dan Pobl; yno gallwch ychwanegu rhywun â’r rôl gwarcheidwad.
guardians-units = Ar gyfer pa unedau
guardians-units_words = Pob un gyda’r holl unedau oddi tani.
guardians-help = Cymorth i staff
guardians-help_words = Fe’i dangosir o dan Mwy ar bob cwestiwn, a lle mae pobl yn gweld eu gosodiadau eu hunain. Ni chaiff byth ei gynnig oherwydd yr hyn a atebodd neu a ysgrifennodd rhywun.
guardians-help_none = Ni ddangosir dim eto.
guardians-help_change = Newid y cymorth i staff
guardians-help_text = Beth i’w ddweud
guardians-help_text_words = Un llinell, fel enw a rhif ffôn. Gadewch y ddwy linell yn wag i beidio â dangos dim.
guardians-help_link = Dolen
guardians-help_link_words = Cyfeiriad gwe (https://), cyfeiriad e-bost (mailto:) neu rif ffôn (tel:). Gallwch ei adael yn wag.
