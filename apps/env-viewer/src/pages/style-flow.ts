/** The style of the drawn login and of the list of attempts. */
export const FLOW_STYLE = `
.flow { position: relative; margin: 1rem 0 1.5rem; }
.lanes { display: grid; grid-template-columns: repeat(3, 1fr); position: sticky; top: 0; z-index: 1;
  text-align: center; font-weight: 600; background: var(--paper); padding: .4rem 0; }
.lanes span { justify-self: center; border: 1px solid var(--line); border-radius: .5rem;
  background: var(--card); padding: .2rem .7rem; }
.flow ol, .attempts { list-style: none; margin: 0; padding: 0; }
.flow li { background:
    linear-gradient(var(--lane), var(--lane)) 16.666% 0 / 1px 100% no-repeat,
    linear-gradient(var(--lane), var(--lane)) 50% 0 / 1px 100% no-repeat,
    linear-gradient(var(--lane), var(--lane)) 83.333% 0 / 1px 100% no-repeat; }
.flow summary { cursor: pointer; display: flex; flex-wrap: wrap; align-items: baseline;
  gap: 0 .7rem; padding: .55rem .4rem .1rem; list-style: none; border-radius: .5rem; }
.flow summary::-webkit-details-marker { display: none; }
.flow summary:hover .what { text-decoration: underline; text-underline-offset: .2em; }
.flow .what { font-weight: 600; background: var(--paper); padding-right: .3rem; }
.flow .what::before { content: "▸"; display: inline-block; width: 1.1em; color: var(--soft); }
.flow details[open] .what::before { content: "▾"; }
.flow .missing .what::before { content: ""; }
.flow .meta { color: var(--soft); font-size: .9rem; background: var(--paper); }
.flow .failed .what, .flow .failed .meta { color: var(--bad); }
.away { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.arrow { --from: 16.666%; --to: 16.666%; position: relative; flex: 0 0 100%; height: 1.1rem;
  color: var(--accent); }
.failed .arrow { color: var(--bad); }
.arrow::before { content: ""; position: absolute; top: .5rem; left: var(--from); right: var(--to);
  border-top: 2px solid; }
.arrow::after { content: ""; position: absolute; top: calc(.5rem - 4px); border: 5px solid transparent; }
.browser-provider { --from: 16.666%; --to: 16.666%; }
.provider-browser { --from: 16.666%; --to: 16.666%; }
.app-provider { --from: 50%; --to: 16.666%; }
.app-browser { --from: 16.666%; --to: 50%; }
.app-app { --from: 50%; --to: 50%; }
.browser-provider::after, .app-provider::after { right: var(--to); border-left-color: currentColor;
  border-right-width: 0; }
.provider-browser::after, .app-browser::after { left: var(--from); border-right-color: currentColor;
  border-left-width: 0; }
.answered::before { border-top-style: double; border-top-width: 4px; top: calc(.5rem - 1px); }
.app-app::before { left: calc(50% - .45rem); right: auto; top: .1rem; width: .9rem; height: .8rem;
  border: 2px solid; border-radius: .25rem; background: var(--paper); }
.app-app::after { display: none; }
.flow .missing { padding: .55rem .4rem; opacity: .75; }
.inside { background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: .8rem 1rem; margin: .3rem 0 .8rem; }
.failed .inside { border-color: var(--bad); }
.inside h3 { margin: .9rem 0 .2rem; font-size: .95rem; }
.parameters dt small { display: block; color: var(--soft); font-size: .8rem; line-height: 1.4; }
.shape { color: var(--soft); font-style: italic; }
.attempts li { border-top: 1px solid var(--line); padding: .8rem 0; }
.attempts p { margin: 0 0 .2rem; }
.attempts .head { display: flex; flex-wrap: wrap; gap: 0 .8rem; justify-content: space-between;
  max-width: none; }
.attempts .bad, .attempts .good { white-space: normal; }
.causes { margin: 0 0 .8rem; padding-left: 1.4rem; max-width: 44rem; }
.report { margin: 2rem 0; }
.report summary { cursor: pointer; color: var(--accent); }
@media print {
  .lanes { position: static; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
}
`
