/** What every page is looked at on. */
export const screens = [
  { name: 'wide-light', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { name: 'wide-dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  { name: 'narrow-light', viewport: { width: 360, height: 740 }, colorScheme: 'light' },
  { name: 'narrow-dark', viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
] as const;

/** Words that stand on two lines. An address or an id may: twenty characters and more without a space. */
export const brokenWords = `[...document.querySelectorAll('main :not(code)')].flatMap((element) => [...element.childNodes])
  .filter((node) => node.nodeType === Node.TEXT_NODE)
  .flatMap((node) => [...node.data.matchAll(/\\S+/gu)]
    .filter(({ 0: run }) => run.length < 20)
    .flatMap(({ 0: run, index: start }) => [...run.matchAll(/\\p{L}+/gu)].map(({ 0: word, index }) => {
      const range = document.createRange();
      range.setStart(node, start + index);
      range.setEnd(node, start + index + word.length);
      return { word, lines: new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size };
    })))
  .filter(({ lines }) => lines > 1)
  .map(({ word }) => word)`;
