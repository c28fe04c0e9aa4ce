/** One stylesheet for all pages; colours meet WCAG 2.2 AA in both schemes. */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f4f3ef, #16181b); --card: light-dark(#ffffff, #1f2226); --text: light-dark(#1f2328, #e8e6e1);
  --quiet: light-dark(#59606a, #a6adb8); --line: light-dark(#d5d3cc, #3a3f46); --accent: light-dark(#7a3e12, #e6a877);
  --on-accent: light-dark(#ffffff, #1b1206); --bad: light-dark(#a3211b, #ff9c94); --bad-page: light-dark(#fdeeec, #3a1a18);
  font: 1rem/1.5 system-ui, sans-serif;
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); min-height: 100vh; }
.bar { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; padding: .75rem 1.25rem; border-bottom: 1px solid var(--line); }
.bar a { color: inherit; font-weight: 650; text-decoration: none; }
.bar a:hover { text-decoration: underline; }
.bar p { margin: 0; color: var(--quiet); font-size: .875rem; }
.mark { display: inline-block; width: .8rem; height: .8rem; margin-right: .5rem; border-radius: 50% 50% 50% 0; background: var(--accent); }
main { margin: 0 auto; padding: 2rem 1.25rem 4rem; }
.narrow { max-width: 30rem; }
.wide { max-width: 68rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; }
p { margin: 0 0 1rem; }
.quiet { color: var(--quiet); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1.25rem; }
label { display: block; font-weight: 600; margin-bottom: .25rem; }
input[type=text], input[type=password], input[type=number], select {
  width: 100%; padding: .6rem .7rem; margin-bottom: 1rem; font: inherit; color: inherit; background: var(--page); border: 1px solid var(--quiet);
  border-radius: .35rem;
}
button { font: inherit; cursor: pointer; border-radius: .35rem; padding: .55rem 1rem; border: 1px solid var(--accent); min-height: 2.5rem; }
button.main { background: var(--accent); color: var(--on-accent); font-weight: 650; }
.narrow button.main { width: 100%; }
button.plain { background: transparent; color: var(--text); border-color: var(--line); }
button.plain:hover, button.main:hover { border-color: var(--text); }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.error { background: var(--bad-page); color: var(--bad); border: 1px solid currentColor; border-radius: .35rem; padding: .6rem .8rem; font-weight: 600; }
.people { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; }
.people button { width: 100%; text-align: left; display: grid; gap: .1rem; background: var(--card); }
.people small { color: var(--quiet); overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
.rows { list-style: none; margin: 0 0 1rem; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
.rows li { display: grid; gap: .25rem 1.25rem; align-items: center; padding: .6rem 1rem; }
.rows li + li { border-top: 1px solid var(--line); }
.rows label, .rows p, .rows select, .rows input[type=number] { margin: 0; }
.switches select, .switches input[type=number] { max-width: 8rem; }
.rows button { white-space: nowrap; justify-self: start; }
.rows em { font-style: normal; font-weight: 600; color: var(--accent); }
@media (min-width: 45rem) {
  .switches li { grid-template-columns: 16rem 6.5rem minmax(0, 1fr); }
  .servers li { grid-template-columns: 8rem minmax(0, 1fr) minmax(0, 1fr); }
  .persons li { grid-template-columns: 15rem minmax(0, 1fr) auto; }
}
code { font: .9em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
dt { font-weight: 600; } dd { margin: 0 0 .75rem; }
iframe { width: 1px; height: 1px; border: 0; }
@media print { .bar, form { display: none; } body { background: none; } }
`;
