/** The styles of the environment and of the recipes. */

/** What the common style sheet does not have. */
export const ENVIRONMENT_STYLE = `
[hidden] { display: none !important; }
.search { display: flex; flex-wrap: wrap; gap: .5rem .8rem; align-items: end; margin: 1.2rem 0; }
.search label { flex: 1 1 16rem; max-width: 30rem; color: var(--soft); font-size: .9rem; }
.search input { display: block; width: 100%; min-height: 2.6rem; margin-top: .2rem; padding: .4rem .7rem;
  font: inherit; font-size: 1rem; color: var(--ink); background: var(--card);
  border: 1px solid var(--soft); border-radius: .5rem; }
.search > :not(label) { margin-bottom: .1rem; }
.search > a, .search > span { padding: .5rem 0; }
dl.variables > div { grid-template-columns: minmax(0, 21rem) minmax(0, 1fr); }
.variables dt { color: inherit; font-weight: 600; overflow-wrap: anywhere; }
.variables dd p { margin: .2rem 0; }
.variables dd button.plain { color: var(--accent); margin-left: .6rem; }
.variables dd form button.plain { margin-left: 0; }
.warnings { margin: 1.4rem 0; padding: .2rem 1rem .6rem; background: var(--warn-tint);
  border-left: 4px solid var(--warn); border-radius: .3rem; }
.warnings h2 { margin: .8rem 0 .5rem; }
.variables summary { cursor: pointer; color: var(--soft); font-size: .9rem; width: fit-content;
  padding: .2rem 0; }
.variables details[open] > summary { color: var(--ink); }
.recipe { border-top: 1px solid var(--line); padding: .3rem 0; }
.recipe > summary { cursor: pointer; padding: .3rem 0; font-size: 1.05rem; font-weight: 600; }
.recipe h2 { margin: 1rem 0 .2rem; font-size: 1rem; }
.recipe small { display: block; overflow-wrap: anywhere; }
.recipe li { max-width: 44rem; }
.recipe[open] { padding-bottom: 1.2rem; }
@media (max-width: 40rem) { dl.variables > div { grid-template-columns: 1fr; } }
@media print { .search, .variables summary { display: none; } }
`
