import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPair, type RunningPair } from '../support/start-pair.js';

const root = join(import.meta.dirname, '../..');

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}

/** The tables of sign-in have its prefix, too. */
const tables = [...readFileSync(join(root, 'packages/signin/sql/sqlite.sql'), 'utf8').matchAll(/create table if not exists "(\w+)"/gi)].map(
  ([, name]) => name,
);

const metricsIn = (text: string): string[] =>
  [...text.matchAll(/\b(?:signin|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name).filter((name) => !tables.includes(name));

describe('What is written about metrics', () => {
  let pair: RunningPair;
  let existing: Set<string>;

  beforeAll(async () => {
    pair = await startPair();
    const text = await (await fetch(`${pair.url}/metrics`)).text();
    const typed = [...text.matchAll(/^# TYPE (\S+) (\S+)/gm)];
    existing = new Set(
      typed.flatMap(([, name = '', type]) => (type === 'histogram' ? [name, `${name}_bucket`, `${name}_count`, `${name}_sum`] : [name])),
    );
  });

  afterAll(() => pair.close());

  it('asks in the dashboard for nothing but metrics that exist, and for each of our own', () => {
    const dashboard = JSON.parse(readFileSync(join(root, 'deploy/grafana/dashboard.json'), 'utf8')) as Dashboard;
    const asked = dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsIn(expr)));
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((name) => !existing.has(name))).toEqual([]);
    const own = [...existing].filter((name) => name.startsWith('signin_') && !/_(bucket|count|sum)$/.test(name));
    expect(own.filter((name) => !asked.some((other) => other.startsWith(name)))).toEqual([]);
  });

  it('names in docs/operations.md every metric of our own, and none that does not exist', () => {
    const named = metricsIn(readFileSync(join(root, 'docs/operations.md'), 'utf8'));
    expect(named.filter((name) => !existing.has(name))).toEqual([]);
    const own = [...existing].filter((name) => name.startsWith('signin_') && !/_(bucket|count|sum)$/.test(name));
    expect(own.filter((name) => !named.includes(name))).toEqual([]);
  });
});
