import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
/** What the application of this repository and the commands use: docs/api.md says that nothing is promised of it. */
const unpromised = ['@fanlight/signin/application', '@fanlight/signin/settings'];

/** The names that each entry of each package exports. */
function exported(): Record<string, string[]> {
  const entries = readdirSync(join(root, 'packages')).flatMap((folder) => {
    const file = join(root, 'packages', folder, 'package.json');
    if (!existsSync(file)) return [];
    const { name, exports } = JSON.parse(readFileSync(file, 'utf8')) as { name: string; exports: Record<string, unknown> };
    return Object.entries(exports).flatMap(([entry, target]) => {
      if (typeof target !== 'object' || target === null || !('fanlight-source' in target)) return [];
      const source = readFileSync(join(root, 'packages', folder, String(target['fanlight-source'])), 'utf8');
      return [[join(name, entry), namesIn(source)] as const];
    });
  });
  return Object.fromEntries(entries.filter(([entry]) => !unpromised.includes(entry)));
}

function namesIn(source: string): string[] {
  const listed = [...source.matchAll(/^export (?:type )?\{([^}]*)\} from/gm)].flatMap(([, names = '']) => names.split(','));
  const declared = [...source.matchAll(/^export (?:async )?(?:abstract )?(?:const|function|class|interface|type) (\w+)/gm)].map(
    ([, name = '']) => name,
  );
  return [...listed.map((name) => name.replace('type ', '').trim()), ...declared].filter((name) => name !== '').sort();
}

/** The names in the first column of each chapter of docs/api.md. */
function documented(): Record<string, string[]> {
  const [, ...chapters] = readFileSync(join(root, 'docs/api.md'), 'utf8').split(/^## /m);
  return Object.fromEntries(
    chapters.map((chapter) => {
      const rows = [...chapter.matchAll(/^\| ([^|]*`[^|]*) \|/gm)].map(([, column = '']) => column);
      return [chapter.split('\n', 1)[0] ?? '', rows.flatMap((row) => [...row.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)).sort()];
    }),
  );
}

describe('The public API', () => {
  it('is what docs/api.md says of each name', () => {
    expect(documented()).toEqual(exported());
  });
});
