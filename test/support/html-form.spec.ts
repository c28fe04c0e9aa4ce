import { readForms } from './html-form.js';
import { textOf } from './html.js';

describe('readForms', () => {
  it('reads what a browser would send, decoded', () => {
    const [form] = readForms(`
      <form id="sign-in" action="/login?a=1&amp;b=2" method='post'>
        <input type="hidden" name="csrf" value="&quot;a&#39;&amp;&lt;&#x3e;">
        <input name=plain value=bare>
        <input name="empty">
        <input type="checkbox" name="off"><input type="checkbox" name="on" checked>
        <input name="disabled" value="1" disabled>
        <input type="radio" name="pick" value="1"><input type="radio" name="pick" value="2" checked>
        <textarea name="note">1 &lt; 2</textarea>
        <select name="zone"><option>Zulu</option><option value="E" selected>Echo</option></select>
        <button name="act" value="go">Sign <b>in</b></button><button type="button">Copy</button>
      </form>`);
    expect(form).toEqual({
      id: 'sign-in',
      action: '/login?a=1&b=2',
      method: 'POST',
      fields: { csrf: `"a'&<>`, plain: 'bare', empty: '', on: 'on', pick: '2', note: '1 < 2', zone: 'E' },
      buttons: [{ text: 'Sign in', name: 'act', value: 'go' }],
    });
  });

  it('keeps forms apart and leaves out commented ones', () => {
    const forms = readForms(
      '<form action="/one"></form><!-- <form action="/gone"></form> --><form action="/two"><input name="x" value="1"></form>',
    );
    expect(forms.map(({ action, method, fields }) => ({ action, method, fields }))).toEqual([
      { action: '/one', method: 'GET', fields: {} },
      { action: '/two', method: 'GET', fields: { x: '1' } },
    ]);
  });
});

describe('textOf', () => {
  it('shows what a person reads', () => {
    expect(
      textOf('<title>t</title><head><style>p {}</style></head><h1>Hello,\n  Alice</h1><script>x()</script><p>1 &lt; 2 &copy;</p>'),
    ).toBe('t Hello, Alice 1 < 2 &copy;');
  });
});
