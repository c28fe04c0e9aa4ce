import { reusedFor } from './reused-for.js';

describe('A result that is reused', () => {
  it('is asked for once at a time and once in its time, whether it is there or an error', async () => {
    let now = 0;
    let asked = 0;
    let answer = Promise.withResolvers<number>();
    const ask = reusedFor(
      1000,
      () => {
        asked += 1;
        return answer.promise;
      },
      () => now,
    );
    const first = ask();
    now = 5000;
    expect(ask()).toBe(first);
    answer.resolve(1);
    expect(await first).toBe(1);
    now = 5999;
    expect(await ask()).toBe(1);
    expect(asked).toBe(1);
    answer = Promise.withResolvers();
    now = 6000;
    const second = ask();
    answer.reject(new Error('down'));
    await expect(second).rejects.toThrow('down');
    await expect(ask()).rejects.toThrow('down');
    expect(asked).toBe(2);
  });
});
