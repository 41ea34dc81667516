/** The part of the style sheet that the page of sessions adds. */

/** Lanes, list of instants, and the table of sessions. */
export const SESSIONS_STYLE = `
.told { margin: .8rem 0 1.2rem; }
.told p { margin: 0 0 .3rem; }
.told.done { background: var(--tint); border-color: var(--good); }
.spans { margin: 1rem 0 1.6rem; padding: .6rem 1.2rem 1rem; background: var(--card);
  border: 1px solid var(--line); border-radius: .8rem; }
.span { display: grid; grid-template-columns: 7.5rem 1fr 6.5rem; gap: 0 1rem; line-height: 28px; }
.span svg { grid-column: 2; }
.spans svg { width: 100%; display: block; overflow: visible; }
.spans text { fill: var(--soft); font-size: .85rem; }
.spans .scale { stroke: var(--line); stroke-width: 2; }
.spans .gone { fill: var(--line); }
.spans .left { fill: var(--accent); }
.spans .renewal { fill: var(--card); stroke: var(--ink); stroke-width: 2; }
.spans .now { stroke: var(--ink); stroke-width: 2; }
.life { list-style: none; margin: 0 0 1rem; padding: 0; }
.life li { position: relative; display: grid; grid-template-columns: 16rem 1fr; gap: 0 1rem;
  padding: 0 0 .9rem 1.7rem; }
.life li::before { content: ""; box-sizing: border-box; position: absolute; left: .1rem; top: .42rem; width: .8rem;
  height: .8rem; border-radius: 50%; border: .4rem solid var(--soft); z-index: 1; }
.life li:not(:last-child)::after { content: ""; position: absolute; left: .45rem; top: .9rem;
  bottom: -.5rem; border-left: 2px solid var(--line); }
.life .now::before { border-color: var(--ink); }
.life .future::before { border-width: .15rem; border-color: var(--accent);
  background: var(--paper); }
.life .past strong { color: var(--soft); }
.life strong { font-weight: 600; }
.life small { grid-column: 2; }
.life span.soft { white-space: nowrap; }
.act-column { width: 9.5rem; }
.sessions td { vertical-align: middle; }
.sessions td:last-child { text-align: right; }
.tag.this { color: var(--good); }
button.small { min-height: 0; padding: .2rem .8rem; font-size: .92rem; }
@media (max-width: 40rem) {
  .spans { padding: .5rem .9rem .8rem; }
  .span { grid-template-columns: 1fr max-content; }
  .span svg { grid-area: 2 / 1 / 3 / 3; }
  .span.top svg { grid-row: 1; }
  .life li { grid-template-columns: 1fr; }
  .life small { grid-column: 1; }
  .sessions td:last-child { text-align: left; padding-top: .4rem; }
}
@media print {
  .spans, .life li { break-inside: avoid; }
  form.row, .sessions td:last-child { display: none; }
}
`
