/** The page's look: quiet, near to what reviewers know, legible without colour. */
export const style = `
:root { --line: #e1dfdd; --ink: #201f1e; --quiet: #605e5c; --blue: #0067b8; --paper: #fff; --ground: #faf9f8; --ok: #107c10; --bad: #a4262c; --warn: #8a5a00; }
* { box-sizing: border-box; }
body { margin: 0; font: 14px/1.5 "Segoe UI", system-ui, -apple-system, "Helvetica Neue", "DejaVu Sans", sans-serif; color: var(--ink); background: var(--ground); }
a { color: var(--blue); text-decoration: none; } a:hover { text-decoration: underline; }
a:focus-visible, button:focus-visible, summary:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
h1 { font-size: 21px; font-weight: 600; margin: 0; } h2 { font-size: 17px; font-weight: 600; margin: 28px 0 12px; } h3 { font-size: 14px; font-weight: 600; margin: 0 0 8px; }
.quiet, time, .where, .count { color: var(--quiet); font-weight: 400; }
.bar { display: flex; gap: 8px; align-items: center; padding: 8px 24px; background: var(--paper); border-bottom: 1px solid var(--line); font-size: 13px; }
.mark { width: 16px; height: 16px; border-radius: 3px; background: linear-gradient(135deg, #0078d4, #50b0f0); } .slash { color: var(--quiet); }
.head { padding: 16px 24px 0; background: var(--paper); border-bottom: 1px solid var(--line); } .head p { margin: 8px 0 12px; }
nav { display: flex; gap: 20px; align-items: center; } nav > a { padding: 8px 0; font-weight: 600; border-bottom: 2px solid transparent; } nav > a:hover { border-color: var(--blue); text-decoration: none; }
.updates { margin-left: auto; font-size: 12px; color: var(--quiet); } .updates > * { margin-left: 10px; }
main { max-width: 1240px; margin: 0 auto; padding: 0 24px 40px; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 320px; gap: 20px; align-items: start; }
@media (max-width: 860px) { .columns { grid-template-columns: minmax(0, 1fr); } }
.card, .thread, .file { background: var(--paper); border: 1px solid var(--line); border-radius: 4px; margin: 0 0 14px; }
.card { padding: 14px 16px; } main > .card:first-child { margin-top: 20px; }
.plain { list-style: none; margin: 0; padding: 0; } .plain > li { padding: 4px 0; overflow-wrap: anywhere; }
.badge { display: inline-block; padding: 0 8px; border-radius: 10px; font-size: 12px; font-weight: 600; line-height: 20px; background: #edebe9; color: var(--ink); white-space: nowrap; }
.status-active, .thread-active { background: #deecf9; color: #004578; } .status-completed, .thread-fixed { background: #dff6dd; color: #0b5a0b; }
.status-abandoned, .status-conflicts { background: #fde7e9; color: var(--bad); } .thread-pending { background: #fff4ce; color: #6b4800; }
.change-add { background: #dff6dd; color: #0b5a0b; } .change-delete { background: #fde7e9; color: var(--bad); }
.avatar { display: inline-grid; place-items: center; width: 24px; height: 24px; border-radius: 50%; background: #c7e0f4; color: #004578; font-size: 10px; font-weight: 600; vertical-align: middle; } .avatar.service { background: #e5dcf4; color: #4b2a85; }
.check { display: flex; gap: 10px; } .menu > summary { cursor: pointer; width: 24px; list-style: none; text-align: center; } .said { overflow-wrap: anywhere; }
.state { flex: none; display: inline-grid; place-items: center; width: 20px; height: 20px; border-radius: 50%; color: #fff; font-size: 12px; font-weight: 700; background: var(--quiet); margin-top: 1px; }
.state-succeeded { background: var(--ok); } .state-failed, .state-error { background: var(--bad); } .state-pending { background: var(--blue); }
.vote10, .vote5 { color: var(--ok); } .vote-5 { color: var(--warn); } .vote-10 { color: var(--bad); }
.thread > summary { padding: 8px 14px; cursor: pointer; display: flex; gap: 8px; align-items: baseline; flex-wrap: wrap; } .thread[open] > summary { border-bottom: 1px solid var(--line); } .thread .count { margin-left: auto; font-size: 12px; }
.thread { border-left: 3px solid #c8c6c4; } .thread[data-status="active"] { border-left-color: #0078d4; } .thread[data-status="pending"] { border-left-color: #c19c00; } .thread[data-status="fixed"] { border-left-color: var(--ok); }
.thread:target { box-shadow: 0 0 0 2px var(--blue); }
.comment { padding: 10px 14px; } .comment + .comment { border-top: 1px solid var(--line); } .comment > header { display: flex; gap: 8px; align-items: center; } .comment time { font-size: 12px; }
.markdown { overflow-wrap: anywhere; padding-left: 32px; } .card .markdown { padding-left: 0; } .markdown > :first-child { margin-top: 4px; } .markdown > :last-child { margin-bottom: 0; } .markdown p { margin: 8px 0; }
.markdown h1, .markdown h2, .markdown h3, .markdown h4 { font-size: 15px; margin: 12px 0 6px; }
.markdown table { border-collapse: collapse; margin: 8px 0; } .markdown th, .markdown td { border: 1px solid var(--line); padding: 3px 10px; text-align: left; vertical-align: top; } .markdown th { background: var(--ground); }
.markdown blockquote { margin: 8px 0; padding: 0 12px; border-left: 3px solid var(--line); color: var(--quiet); }
.markdown details { margin: 8px 0; } .markdown summary { cursor: pointer; }
code, pre, .code, .sign, .number { font-family: "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; font-size: 12.5px; }
code { background: #f3f2f1; border-radius: 3px; padding: 1px 4px; } pre { background: #f3f2f1; border-radius: 3px; padding: 8px 10px; overflow-x: auto; margin: 8px 0; } pre code { padding: 0; background: none; }
.live { background: #fff4ce; border-bottom: 1px dotted #8a5a00; } .live.mention { background: #deecf9; } .image { color: var(--quiet); font-style: italic; }
.suggestion { border: 1px solid var(--line); border-radius: 4px; margin: 8px 0; overflow: hidden; } .suggestion-head { display: flex; justify-content: space-between; align-items: center; padding: 4px 10px; background: var(--ground); border-bottom: 1px solid var(--line); font-size: 12px; font-weight: 600; }
.say { display: flex; gap: 8px; align-items: center; padding: 8px 14px; flex-wrap: wrap; } .card > .say { padding: 0; } .say textarea { flex: 1; min-width: 200px; } .say textarea, .say input { font: inherit; border: 1px solid #c8c6c4; border-radius: 3px; padding: 4px 8px; } .say button { font: inherit; border: 1px solid var(--blue); background: var(--paper); color: var(--blue); border-radius: 3px; padding: 4px 12px; cursor: pointer; } .say button:first-of-type { background: var(--blue); color: #fff; }
.suggestion form { margin: 0; } .suggestion button { font: inherit; border: 1px solid var(--blue); background: var(--blue); color: #fff; border-radius: 3px; padding: 2px 10px; cursor: pointer; } .suggestion button[disabled] { background: #edebe9; border-color: #c8c6c4; color: var(--quiet); cursor: default; }
.suggestion pre { margin: 0; padding: 0; border-radius: 0; background: none; } .suggestion pre div { padding: 0 10px; white-space: pre-wrap; } .suggestion pre span { display: inline-block; width: 16px; user-select: none; color: var(--quiet); }
.file > header { display: flex; gap: 10px; align-items: baseline; flex-wrap: wrap; padding: 10px 14px; border-bottom: 1px solid var(--line); } .file h3 { margin: 0; overflow-wrap: anywhere; } .sums { margin-left: auto; font-size: 12px; } .plus { color: var(--ok); } .minus { color: var(--bad); }
.file { overflow: hidden; } .at-head { padding: 12px 14px 0; } .note { padding: 10px 14px; margin: 0; }
.diff { width: 100%; border-collapse: collapse; table-layout: fixed; } .diff td { padding: 0 8px; vertical-align: top; }
.diff col.number { width: 52px; } .diff col.sign { width: 24px; } .diff td.number { text-align: right; color: var(--quiet); user-select: none; } .diff td.sign { color: var(--quiet); user-select: none; padding: 0 4px; } .diff .code { white-space: pre-wrap; overflow-wrap: anywhere; }
tr.added, .suggestion .added { background: #e6f6e6; } tr.removed, .suggestion .removed { background: #fdecee; } tr.commented .number { box-shadow: inset 3px 0 0 #0078d4; } tr.commented .number + .number { box-shadow: none; }
tr.gap td { background: #f3f2f1; color: var(--quiet); text-align: center; font-size: 11px; } .thread-row > td { padding: 10px 14px 0 74px !important; background: var(--ground); border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
.activity summary { cursor: pointer; font-weight: 600; } .activity ul { margin-top: 8px; font-size: 13px; }
footer { padding: 16px 24px; border-top: 1px solid var(--line); color: var(--quiet); font-size: 12px; text-align: center; }
`;
