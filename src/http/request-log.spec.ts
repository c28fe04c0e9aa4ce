import { traceIdOf } from './request-log.js';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('traceIdOf', () => {
  it.each([`00-${trace}-00f067aa0ba902b7-01`, `00-${trace}-00f067aa0ba902b7-00`, `01-${trace}-00f067aa0ba902b7-01-later`])(
    'reads %s',
    (header) => {
      expect(traceIdOf(header)).toBe(trace);
    },
  );

  it.each([
    undefined,
    '',
    `ff-${trace}-00f067aa0ba902b7-01`,
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${trace}-0000000000000000-01`,
    `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`,
    `00-${trace}-00f067aa0ba902b7-01x`,
    'a\nline of its own',
  ])('takes no id from %j', (header) => {
    expect(traceIdOf(header)).toBeUndefined();
  });
});
