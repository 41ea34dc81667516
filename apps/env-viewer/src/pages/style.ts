/**
 * The style sheet, kept as text so that a build needs no further files.
 */
import { ENVIRONMENT_STYLE } from './style-environment.ts'
import { FLOW_STYLE } from './style-flow.ts'
import { HOME_STYLE } from './style-home.ts'
import { SESSIONS_STYLE } from './style-sessions.ts'

const COLOURS = `
:root { color-scheme: light dark;
  --paper: #faf8f5; --card: #fffefc; --ink: #26211c; --soft: #6b6259; --line: #e3dcd3; --lane: #d8cfc4;
  --accent: #9a4a16; --tint: #f5ece2; --good: #2f6b3c; --warn: #8a3b12; --warn-tint: #fbeadb;
  --bad: #a3201d; --bad-tint: #fbe6e3; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #191614; --card: #211d1a; --ink: #efe9e2; --soft: #a89e93; --line: #38322c; --lane: #463e37;
  --accent: #f0a36b; --tint: #2b241e; --good: #8fd19e; --warn: #f3b48a; --warn-tint: #3a2618;
  --bad: #ff9d94; --bad-tint: #43201d; } }
`

/** Palettes for those who asked for contrast or for colours of their own, and for paper. */
const CONTRAST = `
@media (prefers-contrast: more) { :root {
  --paper: #fff; --card: #fff; --ink: #000; --soft: #2b2b2b; --line: #000; --lane: #000;
  --accent: #6b2c00; --tint: #fff; --good: #004d12; --warn: #6b1f00; --bad: #7d0000; } }
@media (prefers-contrast: more) and (prefers-color-scheme: dark) { :root {
  --paper: #000; --card: #000; --ink: #fff; --soft: #e0e0e0; --line: #fff; --lane: #fff;
  --accent: #ffc18f; --tint: #000; --good: #a6f0b4; --warn: #ffd0ad; --bad: #ffb3ac; } }
@media (forced-colors: active) { :root {
  --paper: Canvas; --card: Canvas; --tint: Canvas; --warn-tint: Canvas; --bad-tint: Canvas;
  --ink: CanvasText; --soft: CanvasText; --line: CanvasText; --lane: GrayText; --accent: LinkText;
  --good: CanvasText; --warn: CanvasText; --bad: CanvasText; }
  /* Transparent borders would turn solid, and lanes drawn as gradients would go. */
  .flow, .bar nav a { forced-color-adjust: none; } }
@media print { :root { color-scheme: light;
  --paper: #fff; --card: #fff; --ink: #000; --soft: #454545; --line: #c9c9c9; --lane: #b5b5b5;
  --accent: #6b2c00; --tint: #f4f4f4; --good: #004d12; --warn: #6b1f00; --warn-tint: #f4f4f4;
  --bad: #7d0000; --bad-tint: #f4f4f4; } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`

const FRAME = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.65 system-ui, -apple-system, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei",
    sans-serif; }
/* Consolas first: on a Chinese Linux, WebKit takes a proportional font for the others. */
:root { --mono: Consolas, Menlo, monospace; }
:root:lang(zh) { --mono: "Noto Sans Mono CJK SC", "Sarasa Mono SC", "Source Han Mono SC", Consolas,
  Menlo, monospace; }
code, pre { font-family: var(--mono); font-size: .87em; }
a { color: var(--accent); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .2rem; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .3rem .6rem; z-index: 1; }
.bar { display: grid; grid-template-columns: 1fr auto; align-items: center; gap: .6rem 1.4rem;
  padding: .8rem max(1.25rem, 50% - 28.75rem) 0; background: var(--card);
  border-bottom: 1px solid var(--line); }
.bar a { text-decoration: none; }
.bar a:hover { text-decoration: underline; }
.brand { display: flex; align-items: center; gap: .6rem; color: inherit; font-weight: 600;
  justify-self: start; }
.brand img { display: block; }
.tools { display: flex; align-items: center; gap: .2rem 1.2rem; white-space: nowrap; }
.tools a { padding: .2rem 0; }
.bar nav { grid-column: 1 / 3; display: flex; flex-wrap: wrap; gap: 0 1.6rem; }
.bar nav a { color: var(--soft); padding: .2rem 0 .55rem; border-bottom: 3px solid transparent; }
.bar nav a:hover { color: var(--ink); text-decoration: none; border-color: var(--line); }
.bar nav a[aria-current] { color: var(--ink); border-color: var(--accent); }
main { max-width: 60rem; margin: 0 auto; padding: 1.75rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .6rem; text-wrap: balance; }
h2 { font-size: 1.15rem; margin: 2.4rem 0 .7rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: 0 0 .8rem; max-width: 44rem; }
.lead { font-size: 1.06rem; }
.lead + dl, h1 + dl { margin-top: 1.4rem; }
.soft { color: var(--soft); }
`

const PARTS = `
.act, button { display: inline-block; min-height: 2.6rem; padding: .45rem 1.1rem; font: inherit;
  line-height: 1.6; border: 1px solid var(--accent); border-radius: .5rem; cursor: pointer;
  background: var(--accent); color: var(--paper); text-decoration: none; }
.act.quiet, button.quiet { background: none; color: var(--accent); }
button.plain { min-height: 0; border: 0; padding: .2rem 0; background: none; color: var(--soft); }
button.plain:hover { text-decoration: underline; }
.row { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; margin: .9rem 0; }
.note { background: var(--warn-tint); border-left: 4px solid var(--warn); padding: .7rem 1rem;
  border-radius: .3rem; max-width: 44rem; }
.finding { margin: 1.2rem 0 1.8rem; }
.finding h3 { margin: 0 0 .4rem; }
pre { background: var(--tint); border: 1px solid var(--line); border-radius: .5rem; margin: .8rem 0;
  padding: .9rem 1rem; white-space: pre-wrap; word-break: break-all; user-select: all; line-height: 1.5; }
.value { overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: isolate; }
.solid { word-break: break-all; }
.mark { color: var(--warn); border: 1px solid; border-radius: .2rem; padding: 0 .15rem;
  font-size: .8em; user-select: none; }
.tag { font-size: .8rem; color: var(--warn); border: 1px solid; border-radius: 1rem;
  padding: 0 .5rem; margin-left: .5rem; white-space: nowrap; }
dl { margin: 0; border-top: 1px solid var(--line); }
dl > div { display: grid; grid-template-columns: 13rem 1fr; gap: .1rem 1rem; padding: .5rem 0;
  border-bottom: 1px solid var(--line); }
dt { color: var(--soft); }
p, li { overflow-wrap: anywhere; }
dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
`

const LISTS = `
table { width: 100%; margin: 0 0 1rem; border-collapse: collapse; table-layout: fixed; }
th { text-align: left; font-weight: 500; color: var(--soft); font-size: .9rem; }
th, td { padding: .5rem .8rem .5rem 0; border-bottom: 1px solid var(--line); vertical-align: top;
  overflow-wrap: anywhere; }
td:last-child, th:last-child { padding-right: 0; }
td small { display: block; color: var(--soft); }
.first { width: 30%; }
.narrow { width: 8.5rem; }
.mid { width: 22%; }
.mark-held { width: 5rem; }
.good { color: var(--good); white-space: nowrap; }
.bad { color: var(--bad); white-space: nowrap; }
tr.failed td { background: var(--bad-tint); }
@media (forced-colors: active) {
  .act, button, .act.quiet, button.quiet { background: ButtonFace; color: ButtonText; border-color: ButtonText; }
}
@media (max-width: 40rem) {
  main { padding-top: 1.2rem; }
  .bar { padding: .7rem 1.25rem; gap: .5rem .8rem; }
  .brand { gap: .4rem; font-size: .92rem; white-space: nowrap; }
  .brand img { width: 1.5rem; height: 1.5rem; }
  .tools { gap: .75rem; font-size: .88rem; }
  .tools button { font-size: inherit; }
  .bar nav { gap: .35rem .25rem; font-size: .86rem; }
  .bar nav a { padding: .1rem .42rem; border: 1px solid var(--line); border-radius: 1rem; }
  .bar nav a[aria-current] { background: var(--tint); }
  dl > div { grid-template-columns: 1fr; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, td { display: block; width: auto; }
  tr { border-bottom: 1px solid var(--line); padding: .6rem 0; }
  td { border: 0; padding: .1rem 0; }
  td[data-label]::before { content: attr(data-label) " "; color: var(--soft); font-size: .9rem; }
  td.key { font-weight: 600; }
}
@media print {
  .bar, form, .act { display: none; }
  main { max-width: none; padding: 0; }
  pre, tr, dl > div { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
`

/** The style sheet. */
export const STYLE: string =
  COLOURS +
  CONTRAST +
  FRAME +
  PARTS +
  LISTS +
  HOME_STYLE +
  FLOW_STYLE +
  ENVIRONMENT_STYLE +
  SESSIONS_STYLE
