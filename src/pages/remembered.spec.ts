import { remembered } from './remembered.js';

describe('remembered', () => {
  it('makes the same thing once', () => {
    const made: string[] = [];
    const upper = remembered((text: string) => made.push(text) && text.toUpperCase());
    expect([upper('a'), upper('b'), upper('a')]).toEqual(['A', 'B', 'A']);
    expect(made).toEqual(['a', 'b']);
  });

  it('keeps neither more than 500 results nor anything of a long text', () => {
    let made = 0;
    const counted = remembered((_input: string | number) => (made += 1));
    for (let input = 0; input <= 500; input += 1) counted(input);
    counted(0);
    expect(made).toBe(502);
    const long = 'x'.repeat(201);
    counted(long);
    counted(long);
    expect(made).toBe(504);
  });
});
