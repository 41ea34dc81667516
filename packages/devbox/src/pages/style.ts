/** The style sheet and the icon, served as files so that the policy needs no inline style. */

/** Where the style sheet is. */
export const STYLE_PATH = '/devbox.css'

/** Where the icon is. */
export const ICON_PATH = '/devbox.svg'

/** A cat flap: a round door with two ears. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<path fill="#2f6f62" d="M5 4l7 4h8l7-4v14a11 11 0 0 1-22 0z"/>
<path fill="none" stroke="#f6f5f1" stroke-width="2" stroke-linecap="round" d="M9 17h14M16 17v7"/>
</svg>
`

/** The style sheet. */
export const STYLE: string = `:root {
  color-scheme: light dark;
  --ground: #f5f4f0; --surface: #fff; --line: #e0ded7; --ink: #22262a; --quiet: #666b70;
  --accent: #2a6a5c; --on-accent: #fff; --tint: #e7f0ed; --warn: #a4480f; --warn-tint: #fbeee2;
  --mono: Consolas, Menlo, monospace;
}
/* Consolas first: on a Chinese Linux, WebKit takes a proportional font for the others. */
:lang(zh) {
  --mono: 'Noto Sans Mono CJK SC', 'Sarasa Mono SC', 'Source Han Mono SC', Consolas, Menlo, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15181a; --surface: #1d2124; --line: #32383c; --ink: #e7e6e2; --quiet: #9ca3a8;
    --accent: #82cbb8; --on-accent: #10231e; --tint: #20322d; --warn: #eda672; --warn-tint: #35261b;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--ink); line-height: 1.55;
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Hiragino Sans GB',
    'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif;
  -webkit-text-size-adjust: 100%; overflow-wrap: anywhere;
}
a { color: var(--accent); text-underline-offset: .2em; }
a:focus-visible, button:focus-visible, summary:focus-visible {
  outline: 2px solid var(--accent); outline-offset: 2px;
}
code { font-family: var(--mono); font-size: .86em; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; text-wrap: balance; }
h2 { font-size: 1.05rem; margin: 0 0 .75rem; }
p { margin: 0 0 1rem; }
.quiet { color: var(--quiet); font-size: .92rem; }
.bar {
  display: flex; justify-content: space-between; align-items: center; gap: 1rem;
  max-width: 62rem; margin: 0 auto; padding: 1rem 1.25rem;
}
.brand { display: flex; align-items: center; gap: .55rem; color: inherit; font-weight: 600; text-decoration: none; }
.flap { width: 1.5rem; height: 1.5rem; background: url(${ICON_PATH}) center / contain no-repeat; }
.lang { font-size: .92rem; }
main { margin: 0 auto; padding: 1rem 1.25rem 4rem; }
.wide { max-width: 62rem; }
.narrow { max-width: 28rem; padding-top: 8vh; }
.card {
  background: var(--surface); border: 1px solid var(--line); border-radius: 12px;
  padding: 1.25rem; margin: 0 0 1.25rem;
}
.narrow .card { padding: 1.75rem 1.5rem; }
button {
  font: inherit; color: var(--ink); background: var(--surface); cursor: pointer;
  border: 1px solid var(--line); border-radius: 8px; padding: .5rem .95rem; min-height: 2.6rem;
}
button:hover { border-color: var(--accent); }
.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
.primary:hover { filter: brightness(1.08); }
.choices { display: grid; gap: .75rem; margin: 1.25rem 0 0; }
.person { display: flex; align-items: center; gap: .9rem; width: 100%; padding: .8rem 1rem; text-align: left; }
.person b, .person small { display: block; }
.person small { color: var(--quiet); }
.face {
  display: grid; place-items: center; flex: none; width: 2.5rem; height: 2.5rem; border-radius: 50%;
  background: var(--tint); color: var(--accent); font-weight: 700; text-transform: uppercase;
}
.scopes { margin: 0 0 1.25rem; padding: .9rem 1.1rem .9rem 2rem; background: var(--tint); border-radius: 8px; }
.answer { display: flex; flex-direction: row-reverse; gap: .75rem; margin: 0 0 1.25rem; }
.answer button { flex: 1; }
.foot { border-top: 1px solid var(--line); margin: 0; padding-top: 1rem; }
.stop { color: var(--warn); }
.said { background: var(--warn-tint); border-radius: 8px; padding: .8rem 1rem; font-family: var(--mono); font-size: .88rem; }
.pairs { display: grid; grid-template-columns: minmax(7rem, auto) 1fr; gap: .45rem 1.25rem; margin: 0; }
.pairs dt { color: var(--quiet); }
.pairs dd { margin: 0; min-width: 0; }
.columns { display: grid; grid-template-columns: 1fr; gap: 0 1.25rem; }
.variables { width: 100%; border-collapse: collapse; font-size: .95rem; }
.variables th { text-align: left; font-weight: 400; }
.variables th, .variables td { padding: .4rem 0; border-top: 1px solid var(--line); vertical-align: top; }
.variables tr:first-child > * { border-top: 0; }
.variables th { padding-right: 1.25rem; color: var(--quiet); }
.tasks { display: grid; gap: 1rem; }
.tasks form { display: grid; gap: .4rem; align-content: start; }
.tasks p { margin: 0; }
.tasks button { justify-self: start; }
.row { display: flex; flex-wrap: wrap; align-items: end; gap: .6rem; margin: 1rem 0 .6rem; }
.row label { display: grid; gap: .25rem; color: var(--quiet); font-size: .92rem; }
input {
  font: inherit; color: var(--ink); background: var(--surface); min-height: 2.6rem; width: 14rem;
  max-width: 100%; border: 1px solid var(--line); border-radius: 8px; padding: .5rem .75rem;
}
input:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.active-list { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; margin: 0 0 1rem; }
.chip { background: var(--warn-tint); color: var(--warn); border-radius: 99px; padding: .15rem .7rem; }
.chip:any-link { text-decoration: none; }
details { border-top: 1px solid var(--line); }
summary { padding: .8rem 0; cursor: pointer; font-weight: 600; }
.count { color: var(--quiet); font-weight: 400; margin-left: .35rem; }
.count.some { color: var(--warn); }
.fault {
  display: grid; grid-template-columns: 1fr auto; align-items: center; gap: .25rem 1rem;
  padding: .65rem 0; border-top: 1px solid var(--line);
}
.fault p { margin: 0; }
.fault:target { background: var(--tint); box-shadow: 0 0 0 .5rem var(--tint); border-radius: 2px; }
.switch {
  position: relative; width: 3.1rem; min-height: 1.75rem; padding: 0; border-radius: 99px;
  background: transparent; border: 2px solid var(--quiet);
}
.switch::after {
  content: ''; position: absolute; top: 3px; left: 3px; width: 1.1rem; height: 1.1rem;
  border-radius: 50%; background: var(--quiet);
}
.switch[aria-checked=true] { background: var(--warn); border-color: var(--warn); }
.switch[aria-checked=true]::after { left: auto; right: 3px; background: var(--surface); }
.switch span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (min-width: 44rem) {
  .columns { grid-template-columns: 3fr 2fr; }
  .tasks { grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); }
}
@media (max-width: 30rem) {
  .card, .narrow .card { padding: 1.1rem 1rem; }
  .narrow { padding-top: 2vh; }
  .pairs { grid-template-columns: 1fr; gap: 0; }
  .pairs dd { margin-bottom: .6rem; }
  .variables th, .variables td { display: block; padding: 0; border: 0; }
  .variables th { padding-top: .5rem; border-top: 1px solid var(--line); }
  .variables td { padding-bottom: .5rem; }
}
@media (prefers-reduced-motion: no-preference) {
  button { transition: border-color .15s, background-color .15s; }
}
`
