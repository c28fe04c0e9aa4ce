import { linesOf } from './page-text.js';

describe('linesOf', () => {
  it('gives the visible text of a page, an element each', () => {
    const html = `<html><head><style>p { color: red }</style><script>var a = '<p>no</p>';</script></head>
      <body><h1>400 Bad Request</h1><p class="x">The &#39;redirect_uri&#39; parameter &amp; <b>more</b></p></body></html>`;
    expect(linesOf(html)).toEqual(['400 Bad Request', "The 'redirect_uri' parameter &", 'more']);
  });

  it('leaves what is no entity as it stands', () => {
    expect(linesOf('a &nope; b &#x110000; &#x41;')).toEqual(['a &nope; b &#x110000; A']);
  });
});
