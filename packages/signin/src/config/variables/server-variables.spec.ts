import { serverVariables } from './server-variables.js';

function read(name: keyof typeof serverVariables.shape, text: string): unknown {
  return serverVariables.parse({ [name]: text })[name];
}

describe('serverVariables', () => {
  it.each([
    ['TRUST_PROXY', 'off', []],
    ['TRUST_PROXY', '10.0.0.1', ['10.0.0.1']],
    ['TRUST_PROXY', '10.0.0.0/8, fd00::/8', ['10.0.0.0/8', 'fd00::/8']],
    ['TRUST_PROXY', 'loopback 192.0.2.1', ['127.0.0.0/8', '::1/128', '192.0.2.1']],
    ['RATE_LIMIT', 'off', 'off'],
    ['RATE_LIMIT', '30', 30],
    ['HOST', '0.0.0.0', '0.0.0.0'],
    ['HOST', '::', '::'],
    ['HOST', '[::1]', '::1'],
    ['HOST', 'my-host.example', 'my-host.example'],
    ['PORT', '65535', 65_535],
    ['METRICS_TOKEN', 'abcdefghijklmnop', 'abcdefghijklmnop'],
  ] as const)('reads %s=%s', (name, text, value) => {
    expect(read(name, text)).toEqual(value);
  });

  it.each([
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '1'],
    ['TRUST_PROXY', '*'],
    ['TRUST_PROXY', '0.0.0.0/0'],
    ['TRUST_PROXY', '::/0'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.0/'],
    ['TRUST_PROXY', 'proxy.example'],
    ['RATE_LIMIT', '0'],
    ['RATE_LIMIT', '-5'],
    ['RATE_LIMIT', 'on'],
    ['HOST', 'http://localhost'],
    ['HOST', 'localhost:8080'],
    ['HOST', 'my_machine'],
    ['HOST', ''],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['PORT', '0x50'],
    ['NODE_ENV', 'prod'],
    ['LOG_LEVEL', 'INFO'],
    ['METRICS_TOKEN', 'short'],
    ['METRICS_TOKEN', 'abcdefgh ijklmnop'],
  ] as const)('refuses %s=%s', (name, text) => {
    expect(serverVariables.safeParse({ [name]: text }).error?.issues).toHaveLength(1);
  });
});
