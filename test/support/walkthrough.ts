import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What a document tells its reader to do. */
export type Step =
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  | { readonly kind: 'change'; readonly path: string; readonly hunks: readonly Hunk[] }
  | { readonly kind: 'run'; readonly command: string };

interface Hunk {
  readonly before: string;
  readonly after: string;
}

const block = /^(?:`(?<path>[^`\n]+)`\n\n)?```(?<language>\w*)\n(?<text>[\s\S]*?)^```$/gm;

/**
 * The steps of a document, in order. A path alone on the line above a block makes it a file: a new one, or a change in the form of
 * a diff without line numbers. A block of shell without a path is a command on each line.
 * Throws for a block that is none of these: whoever reads it would not know what to do with it either.
 */
export function readSteps(markdown: string): Step[] {
  return [...markdown.matchAll(block)].flatMap(({ groups }): Step[] => {
    const { path, language, text = '' } = groups ?? {};
    if (path !== undefined && language === 'diff') return [{ kind: 'change', path, hunks: readHunks(text) }];
    if (path !== undefined) return [{ kind: 'write', path, text }];
    if (language !== 'sh') throw new Error(`Where does this go?\n${text}`);
    return text
      .trim()
      .split('\n')
      .map((command) => ({ kind: 'run', command }));
  });
}

/** Does to the files of a folder what the step says. Throws when a new file is there already, and when a change does not fit exactly once. */
export async function follow(step: Exclude<Step, { kind: 'run' }>, folder: string): Promise<void> {
  const file = join(folder, step.path);
  if (step.kind === 'write') {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, step.text, { flag: 'wx' });
    return;
  }
  const changed = step.hunks.reduce((text, hunk) => applied(hunk, text, step.path), await readFile(file, 'utf8'));
  await writeFile(file, changed);
}

function readHunks(diff: string): Hunk[] {
  const lines = diff.trimEnd().split('\n');
  const starts = lines.flatMap((line, index) => (line.startsWith('@@') ? [index] : []));
  return starts.map((start, index) => {
    const hunk = lines.slice(start + 1, starts[index + 1]);
    const side = (mark: string): string =>
      hunk
        .filter((line) => line.startsWith(' ') || line.startsWith(mark))
        .map((line) => `${line.slice(1)}\n`)
        .join('');
    return { before: side('-'), after: side('+') };
  });
}

function applied({ before, after }: Hunk, text: string, path: string): string {
  // From the start of a line, so that the end of a longer line does not pass for a whole one.
  const parts = `\n${text}`.split(`\n${before}`);
  if (parts.length !== 2) throw new Error(`${path} holds these lines ${parts.length - 1} times, not once:\n${before}`);
  return parts.join(`\n${after}`).slice(1);
}
