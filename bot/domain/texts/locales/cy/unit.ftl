### Tudalen uned yn y porwr.

unit-nothing_yet = Nid oes dim i’w ddarllen eto. Bydd yr hyn a ddaw drwy eich sgwrs am yr uned hon i’w weld yma hefyd.
unit-details = Manylion
unit-in_hand = Camau gweithredu nawr
unit-nothing_open = Nid oes yr un ar agor.
unit-done = Dywedoch chi, gwnaethom ni
unit-done_label = Gwnaed { $date }
unit-cannot_label = Ni ellid ei wneud { $date }
unit-weeks = Wythnos wrth wythnos
unit-week = Wythnos hyd at { $date }
unit-share = Gallwch rannu’r cyfeiriad hwn: mae pwy bynnag sy’n ei agor yn mewngofnodi ac yn gweld yr hyn y caiff ei ddarllen.
