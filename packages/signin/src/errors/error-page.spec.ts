import { errorPage } from './error-page.js';

const input: Parameters<typeof errorPage>[0] = {
  status: 403,
  reference: 'r-1',
  title: 'No access policy',
  summary: 'No policy fits.',
  who: 'administrator',
  advice: 'Ask an administrator.',
  steps: ['Open Security > API.'],
  paste: [
    { label: 'Client ID', value: 'c' },
    { label: 'Redirect URI', value: 'u' },
  ],
  providerWords: 'Policy evaluation failed.',
  technical: [{ name: 'code', value: 'x' }],
  retry: undefined,
  development: true,
  now: Date.UTC(2026, 10, 25),
};

describe('The error page', () => {
  it('has everything in development', () => {
    const page = errorPage(input);
    expect(page).toMatchObject({ who: 'An administrator has to act', steps: input.steps, technical: input.technical });
    expect(page.paste.map(({ id }) => id)).toEqual(['paste-1', 'paste-2']);
  });

  it.each(['administrator', 'developer'] as const)('shows people their own part in production, where the %s has to act', (who) => {
    expect(errorPage({ ...input, who, development: false })).toMatchObject({
      summary: input.summary,
      advice: input.advice,
      providerWords: input.providerWords,
      reference: 'r-1',
      steps: [],
      paste: [],
      technical: [],
    });
  });

  it('shows people the steps in production when they can act themselves, and still nothing technical', () => {
    expect(errorPage({ ...input, who: 'you', development: false })).toMatchObject({ steps: input.steps, technical: [] });
  });
});
