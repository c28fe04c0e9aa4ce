import { describeHost, type SignedInHost } from './describe-host.js';

const own = ['{ cats { name lives } }', '{ broken }', '{ dogs }', 'mutation { addCat(name: "Marie") { name lives } }'];
const requests = own.map((query) => ({
  path: '/graphql',
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query }),
}));

describeHost('GraphQL with Apollo, on Express', () => ({ name: 'graphql-apollo', requests }), guardsOperations);
describeHost('GraphQL with Mercurius, on Fastify', () => ({ name: 'graphql-mercurius', requests }), guardsOperations);

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: { readonly extensions?: { readonly code?: string } }[];
}

function guardsOperations(signedIn: SignedInHost): void {
  const ask = async (query: string, cookie = ''): Promise<Answer> => {
    const { url } = signedIn.host;
    const headers = { 'content-type': 'application/json', origin: url, cookie };
    return (await (await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })).json()) as Answer;
  };
  const code = (answer: Answer): unknown => answer.errors?.[0]?.extensions?.code;

  it('lets strangers ask what is public, and nothing else', async () => {
    expect(await ask('{ about }')).toEqual({ data: { about: 'open to anybody' } });
    expect(code(await ask('{ me }'))).toBe('UNAUTHENTICATED');
    expect(code(await ask('{ cats { name } }'))).toBe('UNAUTHENTICATED');
    expect(code(await ask('mutation { addCat(name: "Marie") { name } }'))).toBe('UNAUTHENTICATED');
  });

  it('knows who asks, by the session of the browser', async () => {
    expect(await ask('{ me }', await signedIn.cookieOf('bob'))).toEqual({ data: { me: 'bob@example.com' } });
  });

  it('asks for groups and for a second step', async () => {
    expect(await ask('{ admins }', await signedIn.cookieOf('alice'))).toEqual({ data: { admins: 'alice@example.com' } });
    expect(code(await ask('{ admins }', await signedIn.cookieOf('bob')))).toBe('FORBIDDEN');
    expect(code(await ask('{ vault }', await signedIn.cookieOf('bob')))).toBe('UNAUTHENTICATED');
  });

  it('takes no mutation that another site sends with the cookie', async () => {
    const { url } = signedIn.host;
    const headers = { 'content-type': 'application/json', origin: 'https://elsewhere.example', cookie: await signedIn.cookieOf('bob') };
    const body = JSON.stringify({ query: 'mutation { addCat(name: "Marie") { name } }' });
    const answer = (await (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).json()) as Answer;
    expect([answer.data, answer.errors?.length]).toEqual([null, 1]);
  });
}
