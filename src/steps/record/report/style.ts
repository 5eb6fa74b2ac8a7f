/** Few colours: one per severity, one for what went well, one for bars. All pass 4.5:1 on both grounds. */
export const STYLE = `:root{color-scheme:light dark;--ground:#fff;--panel:#f6f7f9;--line:#d5d9de;--text:#1b1f24;--quiet:#57606a;--link:#0b5cad;
--blocker:#b42318;--warning:#8a5a00;--suggestion:#0b5cad;--good:#1a7037;--bar:#3f6fa3;--track:#e3e7ec;--minus:#fdecea;--plus:#e7f6ec}
@media (prefers-color-scheme:dark){:root{--ground:#15181c;--panel:#1e2227;--line:#3a4048;--text:#e8eaed;--quiet:#a3abb5;--link:#84bdff;
--blocker:#ff9d94;--warning:#e9bb5d;--suggestion:#84bdff;--good:#7fd39b;--bar:#7aa7d9;--track:#2c3239;--minus:#3b2224;--plus:#1d3326}}
*{box-sizing:border-box}html{scroll-padding-top:1rem}
body{margin:0;font:16px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--text);background:var(--ground)}
header,nav,main,footer{max-width:68rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.75rem}h1{font-size:1.7rem;line-height:1.2;margin:0 0 .35rem}h2{font-size:1.2rem;margin:2.5rem 0 .75rem}
h3{font-size:1rem;margin:1.5rem 0 .5rem}h4{font-size:1rem;margin:0}p{margin:.5rem 0}a{color:var(--link)}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Consolas,monospace}.path,.prose,h4,li{overflow-wrap:anywhere}td{overflow-wrap:break-word}td .path{overflow-wrap:break-word}
.prose{white-space:pre-line}time,.lines{white-space:nowrap}.quiet{color:var(--quiet);font-size:.9rem}.quiet a{color:inherit}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--ground);padding:.5rem;z-index:1}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.FAIL,.blocker{color:var(--blocker)}.ADVISORY,.warning{color:var(--warning)}.PASS{color:var(--good)}.suggestion{color:var(--suggestion)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));gap:.75rem;margin:1.25rem 0}@media (min-width:30rem) and (max-width:52rem){.tiles{grid-template-columns:1fr 1fr}}
.tile{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.7rem .9rem}
.tile dt{color:var(--quiet);font-size:.85rem}.tile dd{margin:0}.figure{font-size:1.35rem;font-weight:600;line-height:1.3}
.meter,.bar{display:block;height:8px;border-radius:4px;background:var(--track);overflow:hidden}.meter{margin-top:.4rem}
.meter span,.bar span{display:block;height:100%;background:var(--bar);border-radius:4px}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;list-style:none;padding:.6rem 0;margin:0;border-block:1px solid var(--line)}
.note{border-left:4px solid var(--warning);background:var(--panel);padding:.6rem .9rem;margin:.75rem 0;border-radius:0 8px 8px 0}
.finding{border:1px solid var(--line);border-left:5px solid currentColor;border-radius:8px;margin:.75rem 0;padding:.8rem 1rem}.many .finding{content-visibility:auto;contain-intrinsic-size:auto 18rem}
.finding>*{color:var(--text)}.finding>.label{color:inherit;font-size:.85rem;font-weight:600;margin:0}
pre{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.6rem .8rem;overflow-x:auto;margin:.6rem 0;white-space:pre;tab-size:4}
pre .n{color:var(--quiet);user-select:none;display:inline-block;min-width:3.5em;text-align:right;padding-right:1em}
.minus,.plus{display:block}.minus{background:var(--minus)}.plus{background:var(--plus)}
details{margin:.6rem 0}summary{cursor:pointer}.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}td:first-child,td:last-child{max-width:32rem}caption{text-align:left;color:var(--quiet);padding-bottom:.3rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line)}.many tr{content-visibility:auto}
.chart{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr max-content;gap:.35rem .9rem;align-items:center;margin:.5rem 0;font-size:.9rem}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:0 2.5rem}
footer{padding-block:2rem 3rem}@media (max-width:30rem){.charts{grid-template-columns:1fr}.chart{grid-template-columns:1fr max-content;grid-auto-flow:dense}.chart .bar{grid-column:1/-1;margin-bottom:.4rem}}
@media print{.skip,nav{display:none}.many .finding,.many tr{content-visibility:visible}.finding,tr{break-inside:avoid}}`;
