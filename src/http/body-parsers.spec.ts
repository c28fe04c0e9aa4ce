import { fastify, type FastifyInstance } from 'fastify';
import { parseBodies } from './body-parsers.js';

const form = 'application/x-www-form-urlencoded';

describe('A body', () => {
  let server: FastifyInstance;

  beforeAll(() => {
    server = fastify();
    parseBodies(server);
    server.post('/', ({ body }) => (body instanceof URLSearchParams ? [...body] : body));
  });

  afterAll(() => server.close());

  const post = async (type: string, payload: string): Promise<[number, unknown]> => {
    const answer = await server.inject({ method: 'POST', url: '/', headers: { 'content-type': type }, payload });
    return [answer.statusCode, answer.statusCode === 200 ? answer.json() : undefined];
  };

  it.each<[type: string, payload: string, status: number, expected: unknown]>([
    [
      form,
      'a=1&a=2&b=',
      200,
      [
        ['a', '1'],
        ['a', '2'],
        ['b', ''],
      ],
    ],
    [form, 'a+b=c+%2B%20%F0%9F%98%80+é', 200, [['a b', 'c + 😀 é']]],
    [form, Array.from({ length: 50 }, () => 'a').join('&'), 200, Array.from({ length: 50 }, () => ['a', ''])],
    [form, Array.from({ length: 51 }, () => 'a').join('&'), 413, undefined],
    [form, '&'.repeat(50), 413, undefined],
    ['application/json', '{"a":[1,{"b":"]}"}]}', 200, { a: [1, { b: ']}' }] }],
    ['application/json', JSON.stringify(['[{'.repeat(500)]), 200, ['[{'.repeat(500)]],
    ['application/json', JSON.stringify([`\\"${'['.repeat(500)}`]), 200, [`\\"${'['.repeat(500)}`]],
    ['application/json', JSON.stringify(Array.from({ length: 500 }, () => [{}])), 200, Array.from({ length: 500 }, () => [{}])],
    ['application/json', `${'['.repeat(101)}${']'.repeat(101)}`, 400, undefined],
    ['application/json', '{"a":'.repeat(5000), 400, undefined],
    ['application/json', '{"__proto__":{}}', 400, undefined],
    ['application/json', '{', 400, undefined],
  ])('of %s is read or refused (%#)', async (type, payload, status, expected) => {
    expect(await post(type, payload)).toEqual([status, expected]);
  });
});
