"""How a briefing looks: light, printable in grey, on A4, on a screen and in a picture for a phone."""

STYLE = """
@page { size: A4; margin: 0; }
* { box-sizing: border-box; margin: 0; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { background: #F3F5F8; color: #1A2530; font: 12.5px/1.55 "Source Han Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; font-variant-numeric: tabular-nums; }
.page { position: relative; display: flex; flex-direction: column; width: 794px; min-height: 1122px; margin: 20px auto; padding: 36px 52px 18px; background: #FFF; box-shadow: 0 1px 6px #1A253030; }
.marks, .issue, .running { display: flex; justify-content: space-between; gap: 16px; color: #455463; font-size: 11.5px; }
.running { border-bottom: 1px solid #CBD5DF; padding-bottom: 5px; margin-bottom: 14px; }
.demo { color: #6B3FB5; font-weight: 600; }
h1 { font: 700 26px/1.35 "Source Han Serif SC", "Noto Serif CJK SC", "Noto Sans CJK SC", serif; text-align: center; letter-spacing: .1em; margin: 4px 0 2px; color: #B01820; }
:lang(en) h1 { letter-spacing: 0; }
.issue { border-bottom: 2px solid #B01820; padding-bottom: 5px; }
.conclusion { background: #F3F5F8; border-left: 4px solid #0B5CAD; padding: 9px 14px; margin: 11px 0 10px; font-size: 14px; line-height: 1.65; } .conclusion b { color: #0B5CAD; }
.decisions, .gaps { display: flex; gap: 12px; border: 1.5px solid #8A4B00; border-radius: 6px; padding: 6px 12px; margin-bottom: 10px; } .decisions > b, .gaps > b { color: #8A4B00; white-space: nowrap; } .decisions ol, .gaps ul { padding-left: 1.2em; } .gaps.is-stale { border-color: #C21F26; background: #FDF1F1; } .gaps.is-stale > b { color: #C21F26; }
.cards { display: grid; grid-template-columns: repeat(6, 1fr); border: 1px solid #CBD5DF; border-radius: 6px; margin-bottom: 12px; } .card { padding: 6px 10px; border-left: 1px solid #E1E7ED; min-width: 0; } .card:first-child { border: 0; }
.card dt { color: #455463; font-size: 11.5px; } .card .value { white-space: nowrap; } .card .value b { font-size: 22px; line-height: 1.25; font-weight: 600; } .card small { font-size: 11px; color: #5B6B7B; margin-left: 3px; } .card .remark { color: #5B6B7B; font-size: 10.5px; line-height: 1.4; } .card.bad .value b { color: #B01820; }
.grid { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 11px 20px; } .full { grid-column: 1 / -1; } section { min-width: 0; break-inside: avoid; }
h2 { font-size: 13.5px; line-height: 1.4; margin-bottom: 4px; } h2 i { font-style: normal; color: #B01820; margin-right: 6px; }
.note, .legend, .steps small { font-size: 10px; color: #5B6B7B; } .chart { display: block; width: 100%; height: auto; } .full > .chart { max-width: 520px; }
.spot { fill: transparent; } .spot:hover { fill: #0B57D0; } path[data-area]:hover, rect:hover { stroke: #0B57D0; stroke-width: 1.6; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 12px; } .key { display: inline-block; width: 14px; height: 0; border-top: 1.5px dashed #1D93CD; vertical-align: middle; margin-right: 4px; } .key.is-last { border-top: 2px solid #1A2530; } .key.is-band { height: 8px; border: 0; background: #DDE5EC; }
.key:is(.is-first, .is-own), .key[class*=is-part] { height: 9px; width: 9px; border: 0; } .key.is-first { background: #8FB8DE; } .key.is-own { background: #1A2530; } 
i.is-part-0 { background: repeating-linear-gradient(45deg, #B01820 0 3px, #FFF 3px 4px); } i.is-part-1 { background: repeating-linear-gradient(-45deg, #D99A00 0 3px, #FFF 3px 4px); } i.is-part-2 { background: #B9CDE2; }
.steps { display: flex; flex-wrap: wrap; font-size: 10px; color: #455463; text-align: center; } .steps span { width: 46px; } .steps i { display: block; height: 8px; } .steps small { flex-basis: 100%; text-align: left; }
.is-step-0 { background: #FFFFCC; } .is-step-1 { background: #A1DAB4; } .is-step-2 { background: #41B6C4; } .is-step-3 { background: #2C7FB8; } .is-step-4 { background: #253494; }
table { border-collapse: collapse; width: 100%; font-size: 11.5px; } td, th { padding: 3px 6px; border-bottom: 1px solid #E1E7ED; text-align: left; vertical-align: top; font-weight: 400; } thead th { color: #455463; font-weight: 600; background: #F3F5F8; white-space: nowrap; } td:not(.wide) { white-space: nowrap; } .wide { width: 60%; overflow-wrap: anywhere; } .n { text-align: right; white-space: nowrap; } .of-table .wide:first-child { width: auto; }
.bars th { white-space: nowrap; } .bars .bar { width: 50%; vertical-align: middle; } .bars .bar i { display: block; height: 11px; background-color: #1D93CD; border-radius: 2px; } .is-stacked .bar { white-space: nowrap; line-height: 0; } .is-stacked .bar i { display: inline-block; background-color: transparent; border-radius: 0; }
.lines { padding-left: 1.2em; font-size: 12px; } .lines b { color: #0B5CAD; } .nothing { color: #455463; padding: 6px 0; }
.mark { white-space: nowrap; font-weight: 600; } .mark i { font-style: normal; margin-right: 3px; } .mark:is(.p1, .late) { color: #C21F26; } .mark:is(.p2, .soon) { color: #A84B00; } .mark.p3 { color: #7A5C00; } .mark.p4 { color: #1D5FC4; } .mark:is(.fine, .done) { color: #176F43; }
.about { margin-top: 14px; } .about h2 { border-top: 1px solid #CBD5DF; padding-top: 8px; } .about dl { font-size: 10px; color: #455463; line-height: 1.5; } .about dl div { display: flex; gap: 8px; } .about dt { flex: none; width: 7em; font-weight: 600; }
.draft { position: absolute; right: 52px; top: 62px; rotate: 8deg; border: 3px solid #C21F26; color: #C21F26; font-size: 18px; font-weight: 700; padding: 2px 12px; border-radius: 6px; opacity: .85; background: #FFFFFFCC; }
footer { margin-top: auto; border-top: 1px solid #CBD5DF; padding-top: 5px; display: flex; justify-content: space-between; align-items: flex-end; gap: 16px; font-size: 10px; line-height: 1.5; color: #5B6B7B; } footer span { display: block; } footer a { color: inherit; overflow-wrap: anywhere; } .qr { width: 48px; height: 48px; flex: none; }
.is-screen .on-paper, .is-phone .on-paper { display: none; } .is-screen > .about { width: 794px; margin: 20px auto; padding: 16px 52px; background: #FFF; }
.is-paper { background: #FFF; } .is-paper .page { margin: 0; box-shadow: none; break-after: page; } .is-paper .page:last-child { break-after: auto; }
@media print { body { background: #FFF; } .page { margin: 0 !important; box-shadow: none !important; break-after: page; } .is-screen > .about { display: none; } .is-screen .on-paper { display: block; } .page:last-of-type { break-after: auto; } }
.is-phone { font-size: 13px; background: #FFF; } .is-phone .page { width: auto; min-height: 0; margin: 0; padding: 14px 14px 10px; box-shadow: none; } .is-phone footer { margin-top: 14px; } .is-phone .page:not(:last-of-type) footer, .is-phone .running { display: none; }
.is-phone .grid { grid-template-columns: minmax(0, 1fr); } .is-phone .cards { grid-template-columns: repeat(2, 1fr); } .is-phone .card { border-top: 1px solid #E1E7ED; } .is-phone h1 { font-size: 22px; letter-spacing: .04em; } .is-phone .issue { flex-wrap: wrap; gap: 0 12px; } .is-phone :is(.marks, .issue, .note, .legend, .steps, .steps small, table, footer, .card dt, .card small, .card .remark, .about dl) { font-size: 12px; } .is-phone h2 { font-size: 15px; } .is-phone .about { padding: 0 14px 14px; } .is-phone .draft { position: static; rotate: none; text-align: center; margin-bottom: 8px; } .is-phone .about dl div { display: block; }
.is-phone .of-table:has(td.wide:not(:first-child)) :is(table, tbody) { display: block; } .is-phone .of-table:has(td.wide:not(:first-child)) thead { display: none; } .is-phone .of-table:has(td.wide:not(:first-child)) tr { display: flex; flex-wrap: wrap; justify-content: space-between; border-bottom: 1px solid #E1E7ED; padding: 5px 0; } .is-phone .of-table:has(td.wide:not(:first-child)) td { border: 0; padding: 1px 4px; } .is-phone .of-table:has(td.wide:not(:first-child)) td.wide { width: 100%; order: 1; font-size: 13px; }
@media screen and (max-width: 820px) { .is-screen .page, .is-screen > .about { width: auto; min-height: 0; margin: 0; padding: 16px; } .is-screen footer { margin-top: 14px; } .is-screen .grid { grid-template-columns: minmax(0, 1fr); } .is-screen .cards { grid-template-columns: repeat(2, 1fr); } .is-screen .of-table { overflow-x: auto; } }
"""
