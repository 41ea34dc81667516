/** The style of the start page. */

/** What the common style sheet does not have. */
export const HOME_STYLE = `
.hero { display: grid; grid-template-columns: minmax(0, 1fr) 21rem; gap: 1rem 3rem;
  align-items: center; margin: .6rem 0 2.2rem; }
.hero .lead { margin-bottom: 1.2rem; }
.hero p:last-child { margin: 0; }
.sketch { width: 100%; height: auto; display: block; overflow: visible; }
.sketch .frame { fill: var(--card); stroke: var(--line); }
.sketch .party { fill: var(--tint); stroke: var(--line); }
.sketch .lane { stroke: var(--lane); }
.sketch text { fill: var(--ink); font-size: 13px; font-weight: 600; text-anchor: middle; }
.sketch .way { stroke: var(--accent); stroke-width: 2; fill: none; }
.sketch .tip { fill: var(--accent); }
.sketch .held { fill: var(--good); }
.sketch .tick { fill: none; stroke: var(--card); stroke-width: 2.2; stroke-linecap: round;
  stroke-linejoin: round; }
.cards { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1rem; margin: 0 0 .8rem; }
.card { position: relative; background: var(--card); border: 1px solid var(--line);
  border-radius: .8rem; padding: 1rem 1.15rem 1.1rem; }
.card:hover, .card:focus-within { border-color: var(--accent); }
.card h2 { display: flex; flex-wrap: wrap; align-items: baseline; gap: .1rem .6rem; margin: 0 0 .3rem;
  font-size: 1.05rem; }
.card h2 a { text-decoration: none; }
.card h2 a::after { content: ""; position: absolute; inset: 0; border-radius: .8rem; }
.card h2 a:focus-visible { outline: none; }
.card h2 a:focus-visible::after { outline: 3px solid var(--accent); outline-offset: 2px; }
.card .tag { margin: 0 0 0 auto; font-weight: 400; }
.card p { margin: 0; color: var(--soft); font-size: .95rem; line-height: 1.55; }
@media (max-width: 60rem) {
  .hero { grid-template-columns: minmax(0, 1fr) 17rem; gap: 1rem 2rem; }
  .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@media (max-width: 40rem) {
  .hero { grid-template-columns: minmax(0, 1fr); margin-top: 0; }
  .sketch { max-width: 21rem; }
  .cards { grid-template-columns: minmax(0, 1fr); gap: .7rem; }
}
`
