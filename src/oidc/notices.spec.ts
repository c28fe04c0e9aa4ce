import { notices } from './notices.js';

describe('notices', () => {
  it('passes each kind on once in ten minutes', () => {
    let time = 0;
    const told: string[] = [];
    const notify = notices(
      () => time,
      ({ code }) => told.push(code),
    );
    for (const code of ['a', 'a', 'b']) notify({ code, message: '' });
    time = 10 * 60 * 1000 - 1;
    notify({ code: 'a', message: '' });
    expect(told).toEqual(['a', 'b']);
    time += 1;
    notify({ code: 'a', message: '' });
    expect(told).toEqual(['a', 'b', 'a']);
  });

  it('needs nobody who listens', () => {
    expect(() => notices(Date.now, undefined)({ code: 'a', message: '' })).not.toThrow();
  });
});
