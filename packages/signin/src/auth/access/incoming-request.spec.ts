import { isPageLoad, isPrefetch, wantsHtml } from './incoming-request.js';

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

describe('isPageLoad', () => {
  it('knows a browser that opens a page', () => {
    expect(isPageLoad({ method: 'GET', isApi: false, headers: browser })).toBe(true);
    expect(isPageLoad({ method: 'GET', isApi: false, headers: { accept: 'text/html' } })).toBe(true);
  });

  it.each([
    ['another method', { method: 'POST', isApi: false, headers: browser }],
    ['HEAD', { method: 'HEAD', isApi: false, headers: browser }],
    ['an API path', { method: 'GET', isApi: true, headers: browser }],
    ['a fetch', { method: 'GET', isApi: false, headers: { ...browser, 'sec-fetch-mode': 'cors' } }],
    ['the default Accept of fetch', { method: 'GET', isApi: false, headers: { accept: '*/*' } }],
    ['no Accept at all', { method: 'GET', isApi: false, headers: {} }],
    ['a prefetch', { method: 'GET', isApi: false, headers: { ...browser, 'sec-purpose': 'prefetch;prerender' } }],
  ])('is false for %s', (_name, request) => {
    expect(isPageLoad(request)).toBe(false);
  });
});

describe('isPrefetch', () => {
  it('reads the three headers that browsers have used', () => {
    expect(isPrefetch({ 'sec-purpose': 'prefetch' })).toBe(true);
    expect(isPrefetch({ purpose: 'prefetch' })).toBe(true);
    expect(isPrefetch({ 'x-moz': 'prefetch' })).toBe(true);
    expect(isPrefetch({})).toBe(false);
  });
});

describe('wantsHtml', () => {
  it('is true for a form that a browser sent and false for an API call', () => {
    expect(wantsHtml({ method: 'POST', isApi: false, headers: browser })).toBe(true);
    expect(wantsHtml({ method: 'POST', isApi: true, headers: browser })).toBe(false);
    expect(wantsHtml({ method: 'POST', isApi: false, headers: { accept: '*/*' } })).toBe(false);
  });
});
