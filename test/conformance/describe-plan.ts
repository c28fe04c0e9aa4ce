import { mkdirSync, writeFileSync } from 'node:fs';
import { officialModules, officialPlans } from './official-modules.js';
import { closeScenarios } from './scenario.js';

/** One module of the conformance suite: what is to happen, and how to make it happen. */
export interface ConformanceModule {
  readonly expected: string;
  /** Resolves to what happened, in the words of `expected`. */
  readonly drive: () => Promise<string>;
}

/** A module that cannot run against this application: a row of the table all the same. */
export interface NotApplicable {
  readonly notApplicable: string;
}

/** Tested in another place: a row that says where. */
export interface Elsewhere {
  readonly elsewhere: string;
}

type Entry = ConformanceModule | NotApplicable | Elsewhere;

export interface Row {
  readonly plan: string;
  readonly module: string;
  readonly expected: string;
  readonly got: string;
  /** What the official module of this name checks; undefined: it is ours alone. */
  readonly official?: string | undefined;
  readonly verdict: 'passed' | 'failed' | 'not applicable' | 'elsewhere';
}

const folder = new URL('../../artifacts/conformance/', import.meta.url);

/** A plan of the OpenID Foundation's conformance suite: each module a test under its own name and a row of the table. */
export function describePlan(plan: string, modules: Readonly<Record<string, Entry>>): void {
  const rows = Object.entries(modules).map(([module, one]) => firstRow(plan, module, one));

  describe(plan, () => {
    afterEach(closeScenarios);
    afterAll(() => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(new URL(`${plan.replaceAll(/[^a-z0-9]+/g, '-')}.json`, folder), JSON.stringify(rows));
    });

    const official = officialPlans.get(plan);
    if (official !== undefined)
      it('has a row for each module of the official plan, and no other under such a name', () => {
        expect(Object.keys(modules).filter(isOfficialName).sort()).toEqual([...official].sort());
      });

    for (const [index, [module, one]] of Object.entries(modules).entries()) {
      if (!('drive' in one)) continue;
      it(module, async () => {
        const record = (got: string) => {
          rows[index] = { ...firstRow(plan, module, one), got, verdict: got === one.expected ? 'passed' : 'failed' };
        };
        record('an error');
        const got = await one.drive();
        record(got);
        expect(got).toBe(one.expected);
      });
    }
  });
}

const isOfficialName = (module: string): boolean => /^(oidcc-client-test|fapi2-security-profile-final-client)\b/.test(module);

function firstRow(plan: string, module: string, entry: Entry): Row {
  const row = { plan, module, official: officialModules.get(module) };
  if ('drive' in entry) return { ...row, expected: entry.expected, got: 'not run', verdict: 'failed' };
  if ('elsewhere' in entry) return { ...row, expected: '', got: entry.elsewhere, verdict: 'elsewhere' };
  return { ...row, expected: '', got: entry.notApplicable, verdict: 'not applicable' };
}

/** A row whose steps hold their own expectations. */
export function holds(steps: () => Promise<void>): ConformanceModule {
  return { expected: 'holds', drive: () => steps().then(() => 'holds') };
}
